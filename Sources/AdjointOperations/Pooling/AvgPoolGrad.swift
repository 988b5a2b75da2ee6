public import AdjointCore
import AdjointKernels

/// The gradient of average pooling: each place's is shared by what its window covers. TF: `AvgPoolGrad`.
public struct AvgPoolGrad: PoolingOperation {
    public static let type = "AvgPoolGrad"
    public static let signature = OperationSignature(
        inputs: [.tensor("orig_input_shape", .int32), .tensor("grad", in: .floatingPoint)],
        outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<AvgPoolGrad>] = [
        .ints("ksize", \.settings.windowSize, required: true), .ints("strides", \.settings.strides, required: true),
        .padding(\.settings.padding), .dataFormat(\.settings.dataFormat),
    ]

    /// Window, strides, padding, data format.
    public var settings = PoolingSettings()

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard context.shape(0).isCompatible(with: [4]) else {
            throw OperationError("orig_input_shape must be a vector of 4, not of shape \(context.shape(0))")
        }
        if let negative = context.integers(0)?.first(where: { $0 < 0 }) {
            throw OperationError("a size is negative: \(negative)")
        }
        return [try settings.imageShape(context.partialShape(0), gradient: context.shape(1))]
    }

    // TF: `_AvgPoolGradGrad`.
    public static let gradient = GradientRule<AvgPoolGrad>.differentiable { definition, context in
        [nil, context.graph.addTensor(AvgPool(definition.settings), inputs: [context.outputGradient()])]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let type = try context.elementType(ofInput: 1, where: \.isComputableFloat)
        let image = context.outputs[0].dimensions
        _ = try settings.imageShape(Shape(image), gradient: Shape(context.inputs[1].dimensions))
        let pooling = try settings.pooling(image: image, type)
        return Kernel(operationCount: pooling.operationCount) { arguments in
            pooling.averageGradient(arguments.rawInput(1), to: arguments.rawOutput(0), workers: arguments.workers)
        }.images(in: settings.dataFormat, context, inputs: [1], outputs: [0])
    }
}
