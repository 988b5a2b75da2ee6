public import AdjointCore

/// The array that collects the gradients of another's elements, by the older kind of handle. TF: `TensorArrayGradV2`.
public struct TensorArrayGradV2: OperationDefinition {
    public static let type = "TensorArrayGradV2"
    public static let signature = OperationSignature(
        inputs: [.tensor("handle", .string), .tensor("flow_in", .float32)], outputs: [.tensor("grad_handle", .string)])
    public static let attributes: [AttributeKey<TensorArrayGradV2>] = [.string("source", \.source)]

    /// Which call of the gradients driver it belongs to: each has an array of its own.
    public var source = ""

    public init() {}

    public var traits: OperationTraits { .stringHandleEffect }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [[2]] }

    public static let gradient = GradientRule<TensorArrayGradV2>.stopsGradient(reason: "a handle is not a number")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let source = source
        return Kernel { arguments in
            arguments.output(0, as: AnyObject?.self).pointee = try arguments.tensorArray().gradient(source: source)
        }
    }
}
