public import AdjointCore

/// For each element, how many of the ascending boundaries are not greater. TF: `Bucketize`.
public struct Bucketize: OperationDefinition {
    public static let type = "Bucketize"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", in: DTypeSet(.int32, .int64, .float32, .float64))],
        outputs: [.tensor("output", .int32)])
    public static let attributes: [AttributeKey<Bucketize>] = [
        .floats("boundaries", \.boundaries, required: true)
    ]

    /// The boundaries, ascending.
    public var boundaries: [Float] = []

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard zip(boundaries, boundaries.dropFirst()).allSatisfy({ $0 <= $1 }) else {
            throw OperationError("the boundaries do not ascend")
        }
        return [context.shape(0)]
    }

    public static let gradient = GradientRule<Bucketize>.stopsGradient(reason: "the result is an integer")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (count, boundaries) = (context.inputs[0].count, boundaries.map(Double.init))
        func kernel<Element: NumericElement>(_: Element.Type) -> Kernel {
            Kernel { arguments in
                let (input, output) = (arguments.input(0, as: Element.self), arguments.output(0, as: Int32.self))
                for index in 0..<count {
                    let value = input[index].doubleValue
                    // The first boundary that is greater.
                    var (low, high) = (0, boundaries.count)
                    while low < high {
                        let middle = (low + high) / 2
                        if value < boundaries[middle] { high = middle } else { low = middle + 1 }
                    }
                    output[index] = Int32(low)
                }
            }
        }
        switch context.inputs[0].dtype {
        case .float32: return kernel(Float.self)
        case .float64: return kernel(Double.self)
        case .int32: return kernel(Int32.self)
        case .int64: return kernel(Int64.self)
        case let dtype: return try kernel(dtype.requireNumeric())
        }
    }
}
