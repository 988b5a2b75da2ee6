public import AdjointCore

/// Whether the variable behind a handle has a value. TF: `VarIsInitializedOp`.
public struct VarIsInitializedOp: OperationDefinition {
    public static let type = "VarIsInitializedOp"
    public static let signature = OperationSignature(
        inputs: [.tensor("resource", .resource)], outputs: [.tensor("is_initialized", .bool)])

    public init() {}

    public var traits: OperationTraits {
        var traits = OperationTraits()
        traits.isStateful = true
        traits.effects = [0: .inspects]
        return traits
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [.scalar] }

    public static let gradient = GradientRule<VarIsInitializedOp>.stopsGradient(reason: "the result is boolean")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let state = context.state
        return Kernel { arguments in
            arguments.output(0, as: Bool.self).pointee = state.isVariableInitialized(input: 0)
        }
    }
}
