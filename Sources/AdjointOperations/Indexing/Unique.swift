public import AdjointCore

/// The distinct elements of a vector in the order of their first occurrence, and for each element which one it is.
/// TF: `Unique`.
public struct Unique: OperationDefinition {
    public static let type = "Unique"
    public static let signature = OperationSignature(
        inputs: [.tensor("x", in: [.numeric, DTypeSet(.bool, .string)])],
        outputs: [.tensor("y"), .tensor("idx", "out_idx", in: .index)])
    public static let attributes: [AttributeKey<Unique>] = [.type("out_idx", \.indexType)]

    /// The element type of the positions: int32 or int64.
    public var indexType = DType.int32

    public init() {}

    public var traits: OperationTraits { .dataDependent }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        [[nil], try context.shape(0, rank: 1, role: "x")]
    }

    public static let gradient = GradientRule<Unique>.notDifferentiable(reason: "TensorFlow defines none")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        func kernel<Element: Hashable & Sendable>(_: Element.Type) -> Kernel {
            let input = context.inputs[0]
            let indexType = indexType
            return Kernel { arguments in
                let elements = arguments.input(0, as: Element.self)
                var positions: [Element: Int] = [:]
                var (firsts, indices): ([Int], [Int]) = ([], [])
                for index in 0..<input.count {
                    let position = positions[elements[index]] ?? firsts.count
                    if position == firsts.count {
                        positions[elements[index]] = position
                        firsts.append(index)
                    }
                    indices.append(position)
                }
                let values = NDArray(zeros: input.dtype, dimensions: [firsts.count])
                let width = input.dtype.byteCount
                for (position, index) in firsts.enumerated() {
                    ElementCopy.copy(
                        input.dtype, from: arguments.rawInput(0) + index * width,
                        to: values.storage.baseAddress + position * width, count: 1)
                }
                arguments.setOutput(0, values)
                arguments.setOutput(1, NDArray(indices: indices, dtype: indexType))
            }
        }
        return switch context.inputs[0].dtype {
        case .float32: kernel(Float.self)
        case .float64: kernel(Double.self)
        case .string: kernel(TensorString.self)
        case .bool, .int8, .uint8: kernel(UInt8.self)
        case .int16, .uint16: kernel(UInt16.self)
        case .int32, .uint32: kernel(UInt32.self)
        case .int64, .uint64: kernel(UInt64.self)
        default: throw OperationError("there is no kernel for \(context.inputs[0].dtype.name)")
        }
    }
}

extension Tensor {
    /// The distinct elements of this vector in the order of their first occurrence, and for each element which of them it
    /// is. TF: `tf.unique`.
    public func unique(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> (values: Tensor, indices: Tensor) {
        let outputs = graph.addTensors(
            Unique(), inputs: [self], count: 2, name: name, site: CreationSite(file, line))
        return (outputs[0], outputs[1])
    }
}
