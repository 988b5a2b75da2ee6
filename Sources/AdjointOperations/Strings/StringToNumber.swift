public import AdjointCore

/// Text as numbers. TF: `StringToNumber`.
///
/// Spaces around a number count for nothing. What is no number, or does not fit the type, is an error of the run.
public struct StringToNumber: OperationDefinition {
    public static let type = "StringToNumber"
    public static let signature = OperationSignature(
        inputs: [.tensor("string_tensor", .string)],
        outputs: [.tensor("output", "out_type", in: [.real, .index, DTypeSet(.uint32, .uint64)])])
    public static let attributes: [AttributeKey<StringToNumber>] = [.type("out_type", \.dtype)]

    /// The numbers' element type.
    public var dtype = DType.float32

    public init() {}

    /// The op for numbers of a type.
    public init(_ dtype: DType) { self.dtype = dtype }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.shape(0)] }

    public static let gradient = GradientRule<StringToNumber>.notDifferentiable(reason: "strings have no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        func kernel<Element: LosslessStringConvertible & Sendable>(_: Element.Type) -> Kernel {
            let (count, name) = (context.outputs[0].count, dtype.name)
            return Kernel { arguments in
                let (input, output) = (
                    arguments.input(0, as: TensorString.self), arguments.output(0, as: Element.self)
                )
                for index in 0..<count {
                    guard let number = Element(tensorText: input[index].bytes) else {
                        throw OperationError("element \(index) is no \(name): '\(input[index])'")
                    }
                    output[index] = number
                }
            }
        }
        return switch dtype {
        case .float32: kernel(Float.self)
        case .float64: kernel(Double.self)
        case .int32: kernel(Int32.self)
        case .int64: kernel(Int64.self)
        case .uint32: kernel(UInt32.self)
        case .uint64: kernel(UInt64.self)
        default: throw OperationError.noKernel(for: dtype)
        }
    }
}

extension Tensor {
    /// These strings as numbers. TF: `tf.string_to_number`.
    public func toNumber(
        _ dtype: DType = .float32, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(StringToNumber(dtype), name: name, file: file, line: line)
    }
}
