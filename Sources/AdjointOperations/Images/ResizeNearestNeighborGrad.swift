public import AdjointCore
import AdjointKernels

/// The gradient of `ResizeNearestNeighbor`: each pixel's goes to the one it was taken from. TF:
/// `ResizeNearestNeighborGrad`.
public struct ResizeNearestNeighborGrad: ImageResizing {
    public static let type = "ResizeNearestNeighborGrad"
    public static let signature = OperationSignature(
        inputs: [.tensor("grads", in: .numeric), .tensor("size", .int32)], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<ResizeNearestNeighborGrad>] = [
        .bool("align_corners", \.alignsCorners), .bool("half_pixel_centers", \.usesPixelCenters),
    ]

    public var alignsCorners = false
    public var usesPixelCenters = false

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [try resizedShape(context)] }

    public static let gradient = GradientRule<ResizeNearestNeighborGrad>.notDifferentiable(
        reason: "TensorFlow defines no gradient for it")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        switch context.inputs[0].dtype {
        case .float32: try kernel(Float.self, context)
        case .float64: try kernel(Double.self, context)
        default: throw OperationError.noKernel(for: context.inputs[0].dtype)
        }
    }

    private func kernel<Scalar: GemmScalar>(
        _: Scalar.Type, _ context: borrowing BindingContext
    ) throws -> Kernel {
        let (gradient, image) = (context.inputs[0].dimensions, context.outputs[0].dimensions)
        let axes = try axes(from: image, to: gradient)
        let channels = image[3]
        let rows = (0..<gradient[1]).map(axes.rows.nearest)
        let columns = (0..<gradient[2]).map { axes.columns.nearest($0) * channels }
        let imageCount = image[1] * image[2] * channels
        return Kernel { arguments in
            let (source, target) = (arguments.input(0, as: Scalar.self), arguments.output(0, as: Scalar.self))
            arguments.workers.parallel(image[0]) { index in
                (target + index * imageCount).update(repeating: 0, count: imageCount)
                var from = source + index * gradient[1] * gradient[2] * channels
                for row in rows {
                    let line = target + index * imageCount + row * image[2] * channels
                    for column in columns {
                        for channel in 0..<channels { line[column + channel] += from[channel] }
                        from += channels
                    }
                }
            }
        }
    }
}
