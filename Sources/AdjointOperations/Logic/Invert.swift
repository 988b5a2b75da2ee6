public import AdjointCore

/// Every bit turned over, elementwise. TF: `Invert`.
///
/// Integers; shape and type stay.
public struct Invert: OperationDefinition {
    public static let type = "Invert"
    public static let signature = OperationSignature.unary(in: .integer)

    public init() {}

    public var traits: OperationTraits { .elementwise(inputs: 1) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.shape(0)] }

    public static let gradient = GradientRule<Invert>.stopsGradient(reason: "the result is an integer")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let byteCount = context.inputs[0].count * context.inputs[0].dtype.byteCount
        return Kernel { arguments in
            let (input, output) = (arguments.input(0, as: UInt8.self), arguments.output(0, as: UInt8.self))
            for index in 0..<byteCount { output[index] = ~input[index] }
        }
    }
}
