public import AdjointCore

/// Nothing: it waits for its control inputs, and runs even if they are dead. TF: `ControlTrigger`.
public struct ControlTrigger: OperationDefinition {
    public static let type = "ControlTrigger"
    public static let signature = OperationSignature(inputs: [], outputs: [])

    public init() {}

    public var traits: OperationTraits {
        var traits = OperationTraits()
        traits.role = .controlTrigger
        return traits
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [] }

    public static let gradient = GradientRule<ControlTrigger>.stopsGradient(reason: "it has no outputs")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { .empty }
}
