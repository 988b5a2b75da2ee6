public import AdjointCore

/// Ends a resource. A session keeps its variables as long as it lives, so nothing happens here. TF: `DestroyResourceOp`.
public struct DestroyResourceOp: OperationDefinition {
    public static let type = "DestroyResourceOp"
    public static let signature = OperationSignature(inputs: [.tensor("resource", .resource)], outputs: [])
    public static let attributes: [AttributeKey<DestroyResourceOp>] = [
        .bool("ignore_lookup_error", \.ignoresLookupErrors)
    ]

    /// Kept for TensorFlow: whether a resource that is not there is no error.
    public var ignoresLookupErrors = true

    public init() {}

    public var traits: OperationTraits {
        var traits = OperationTraits()
        traits.isStateful = true
        traits.effects = [0: .inspects]
        return traits
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [] }

    public static let gradient = GradientRule<DestroyResourceOp>.stopsGradient(reason: "there is no result")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { Kernel { _ in } }
}
