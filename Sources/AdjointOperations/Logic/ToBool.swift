public import AdjointCore

/// Whether a tensor counts as true: a scalar unless it is zero or an empty string, any other tensor unless it is empty.
/// The result is a scalar. TF: `ToBool`.
public struct ToBool: OperationDefinition {
    public static let type = "ToBool"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", in: [.numeric, DTypeSet(.bool), DTypeSet(.string)])],
        outputs: [.tensor("output", .bool)])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [.scalar] }

    public static let gradient = GradientRule<ToBool>.stopsGradient(reason: "a bool has no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let operand = context.inputs[0]
        guard operand.dimensions.isEmpty else {
            let isTrue = operand.count > 0
            return Kernel { arguments in arguments.output(0, as: Bool.self).pointee = isTrue }
        }
        func kernel<Element: Equatable & SendableMetatype & Sendable>(_: Element.Type, zero: Element) -> Kernel {
            Kernel { arguments in
                arguments.output(0, as: Bool.self).pointee = arguments.input(0, as: Element.self).pointee != zero
            }
        }
        switch operand.dtype {
        case .bool: return kernel(Bool.self, zero: false)
        case .string: return kernel(TensorString.self, zero: TensorString(""))
        case .float32: return kernel(Float.self, zero: 0)
        case .float64: return kernel(Double.self, zero: 0)
        case .int8: return kernel(Int8.self, zero: 0)
        case .int16: return kernel(Int16.self, zero: 0)
        case .int32: return kernel(Int32.self, zero: 0)
        case .int64: return kernel(Int64.self, zero: 0)
        case .uint8: return kernel(UInt8.self, zero: 0)
        case .uint16: return kernel(UInt16.self, zero: 0)
        case .uint32: return kernel(UInt32.self, zero: 0)
        case .uint64: return kernel(UInt64.self, zero: 0)
        default: throw OperationError.noKernel(for: operand.dtype)
        }
    }
}
