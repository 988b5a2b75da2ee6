public import AdjointCore

/// The array that collects the gradients of another's elements. TF: `TensorArrayGradV3`.
public struct TensorArrayGradV3: OperationDefinition {
    public static let type = "TensorArrayGradV3"
    public static let signature = OperationSignature(
        inputs: [.tensor("handle", .resource), .tensor("flow_in", .float32)],
        outputs: [.tensor("grad_handle", .resource), .tensor("flow_out", .float32)])
    public static let attributes: [AttributeKey<TensorArrayGradV3>] = [.string("source", \.source)]

    /// Which call of the gradients driver it belongs to: each has an array of its own.
    public var source = ""

    public init() {}

    /// The array for a call of the gradients driver.
    public init(source: String) { self.source = source }

    public var traits: OperationTraits { .runEffect }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [.scalar, .scalar] }

    public static let gradient = GradientRule<TensorArrayGradV3>.stopsGradient(reason: "a handle is not a number")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let source = source
        return .makingArray(context) { arguments in try arguments.tensorArray().gradient(source: source) }
    }
}
