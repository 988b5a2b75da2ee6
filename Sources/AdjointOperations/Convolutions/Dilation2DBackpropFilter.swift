public import AdjointCore
import AdjointKernels

/// The gradient of ``Dilation2D`` for its filter: that of each result, where the largest sum was; of equal sums the first.
/// TF: `Dilation2DBackpropFilter`.
///
/// input: `[batch, height, width, channels]`; filter: `[height, width, channels]`; out_backprop: as the results.
public struct Dilation2DBackpropFilter: MorphologicalDilation {
    public static let type = "Dilation2DBackpropFilter"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("input", in: .numeric), .tensor("filter", in: .numeric), .tensor("out_backprop", in: .numeric),
        ],
        outputs: [.tensor("filter_backprop")])
    public static let attributes: [AttributeKey<Dilation2DBackpropFilter>] = dilationAttributes

    public var settings = ConvolutionSettings()

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [try gradientShape(context, of: 1)] }

    public static let gradient = GradientRule<Dilation2DBackpropFilter>.notDifferentiable(
        reason: "its second order is missing, as in TensorFlow")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { try gradientKernel(context, of: .filter) }
}
