public import AdjointCore
import AdjointKernels

/// The gradient of max pooling, sent to the elements that the indices name. TF: `MaxPoolGradWithArgmax`.
public struct MaxPoolGradWithArgmax: PoolingOperation {
    public static let type = "MaxPoolGradWithArgmax"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("input", in: .numeric), .tensor("grad", in: .numeric), .tensor("argmax", "Targmax", in: .index),
        ],
        outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<MaxPoolGradWithArgmax>] = [
        .ints("ksize", \.settings.windowSize, required: true), .ints("strides", \.settings.strides, required: true),
        .padding(\.settings.padding), .bool("include_batch_in_index", \.includesBatch),
    ]

    /// Window, strides, padding.
    public var settings = PoolingSettings()
    /// Whether indices count through the whole batch rather than through one image.
    public var includesBatch = false

    public init() {}

    public var traits: OperationTraits {
        var traits = OperationTraits()
        traits.metadataInputs = [0]
        return traits
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let gradient = context.shape(1).merged(with: context.shape(2)) else {
            throw OperationError("gradient and indices differ in shape: \(context.shape(1)) and \(context.shape(2))")
        }
        return [try settings.imageShape(context.shape(0), gradient: gradient)]
    }

    public static let gradient = GradientRule<MaxPoolGradWithArgmax>.notDifferentiable(
        reason: "TensorFlow defines no gradient for it; use maxPooled(window:) for second-order gradients")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        switch (context.inputs[0].dtype, context.inputs[2].dtype) {
        case (.float32, .int64): try kernel(Float.self, Int64.self, context)
        case (.float64, .int64): try kernel(Double.self, Int64.self, context)
        case (.float32, .int32): try kernel(Float.self, Int32.self, context)
        case (.float64, .int32): try kernel(Double.self, Int32.self, context)
        default: throw OperationError.noKernel(for: context.inputs[0].dtype)
        }
    }

    private func kernel<Scalar: GemmScalar, Index: FixedWidthInteger & SendableMetatype>(
        _: Scalar.Type, _: Index.Type, _ context: borrowing BindingContext
    ) throws -> Kernel {
        let (batch, count) = (context.inputs[0].dimensions[0], context.outputs[0].count)
        let perImage = context.inputs[1].count / max(1, batch)
        let imageCount = count / max(1, batch)
        let includesBatch = includesBatch
        return Kernel(operationCount: context.inputs[1].count) { arguments in
            let gradient = arguments.input(1, as: Scalar.self)
            let indices = arguments.input(2, as: Index.self)
            let target = arguments.output(0, as: Scalar.self)
            target.update(repeating: 0, count: count)
            for place in 0..<(batch * perImage) {
                let base = includesBatch ? 0 : place / perImage * imageCount
                let limit = includesBatch ? count : imageCount
                let index = Int(indices[place])
                guard index >= 0, index < limit else {
                    throw OperationError("index \(index) lies outside the \(limit) elements it may name")
                }
                target[base + index] += gradient[place]
            }
        }
    }
}
