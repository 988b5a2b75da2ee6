public import AdjointCore

/// Lets go of what a tensor array holds. TF: `TensorArrayCloseV3`.
public struct TensorArrayCloseV3: OperationDefinition {
    public static let type = "TensorArrayCloseV3"
    public static let signature = OperationSignature(inputs: [.tensor("handle", .resource)], outputs: [])

    public init() {}

    public var traits: OperationTraits { .runEffect }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [] }

    public static let gradient = GradientRule<TensorArrayCloseV3>.stopsGradient(reason: "it has no outputs")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        Kernel { arguments in try arguments.tensorArray().close() }
    }
}
