public import AdjointCore

/// Ones of the shape of its input. TF: `OnesLike`, as imported graphs may have it; `onesLike()` builds a `Fill`.
public struct OnesLike: OperationDefinition {
    public static let type = "OnesLike"
    public static let signature = OperationSignature(
        inputs: [.tensor("x", in: [.numeric, DTypeSet(.bool)])], outputs: [.tensor("y")])

    public init() {}

    public var traits: OperationTraits { .metadataOnly(inputs: 1) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.shape(0)] }

    public static let gradient = GradientRule<OnesLike>.stopsGradient(reason: "ones do not depend on the input")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let ones = FillPlan(context.outputs[0], with: NDArray(1, dtype: context.outputs[0].dtype))
        return Kernel { arguments in ones.run(arguments.rawOutput(0), workers: arguments.workers) }
    }
}
