public import AdjointCore

/// Whether a variable has a value. TF: `IsVariableInitialized`.
public struct IsVariableInitialized: OperationDefinition {
    public static let type = "IsVariableInitialized"
    public static let signature = OperationSignature(
        inputs: [.tensor("ref", "dtype", isReference: true)], outputs: [.tensor("is_initialized", .bool)])

    public init() {}

    public var traits: OperationTraits {
        var traits = OperationTraits()
        traits.isStateful = true
        traits.effects = [0: .inspects]
        return traits
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [.scalar] }

    public static let gradient = GradientRule<IsVariableInitialized>.stopsGradient(reason: "the result is boolean")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let state = context.state
        return Kernel { arguments in
            arguments.output(0, as: Bool.self).pointee = state.isVariableInitialized(input: 0)
        }
    }
}
