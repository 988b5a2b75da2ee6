public import AdjointCore

/// An optional that holds nothing. TF: `OptionalNone`.
public struct OptionalNone: OperationDefinition {
    public static let type = "OptionalNone"
    public static let signature = OperationSignature(inputs: [], outputs: [.tensor("optional", .variant)])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [.scalar] }

    public static let gradient = GradientRule<OptionalNone>.stopsGradient(reason: "it has no inputs")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        Kernel { arguments in arguments.setVariant(OptionalTensors(nil)) }
    }
}
