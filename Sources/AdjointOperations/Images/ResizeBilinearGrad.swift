public import AdjointCore
import AdjointKernels

/// The gradient of `ResizeBilinear`: each pixel's is shared by the four it was made of. TF: `ResizeBilinearGrad`.
public struct ResizeBilinearGrad: ImageResizingGradient {
    public static let type = "ResizeBilinearGrad"
    public static let signature = OperationSignature(
        inputs: [.tensor("grads", .float32), .tensor("original_image", in: .floatingPoint)],
        outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<ResizeBilinearGrad>] = [
        .bool("align_corners", \.alignsCorners), .bool("half_pixel_centers", \.usesPixelCenters),
    ]

    public var alignsCorners = false
    public var usesPixelCenters = false

    public init() {}

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        switch context.inputs[1].dtype {
        case .float32: try kernel(Float.self, context)
        case .float64: try kernel(Double.self, context)
        default: throw OperationError.noKernel(for: context.inputs[1].dtype)
        }
    }

    private func kernel<Scalar: GemmScalar>(
        _: Scalar.Type, _ context: borrowing BindingContext
    ) throws -> Kernel {
        let (gradient, image, axes) = try gradientAxes(context)
        let channels = image[3]
        let rows = (0..<gradient[1]).map(axes.rows.neighbors)
        let columns = (0..<gradient[2]).map(axes.columns.neighbors)
        let imageCount = image[1] * image[2] * channels
        return Kernel(operationCount: 8 * context.inputs[0].count) { arguments in
            let (source, target) = (arguments.input(0, as: Float.self), arguments.output(0, as: Scalar.self))
            arguments.workers.parallel(image[0]) { index in
                let whole = target + index * imageCount
                whole.update(repeating: 0, count: imageCount)
                var from = source + index * gradient[1] * gradient[2] * channels
                for row in rows {
                    let (top, bottom) = (
                        whole + row.lower * image[2] * channels, whole + row.upper * image[2] * channels
                    )
                    for column in columns {
                        let (left, right) = (column.lower * channels, column.upper * channels)
                        let (near, far) = (1 - column.distance, column.distance)
                        for channel in 0..<channels {
                            let above = from[channel] * (1 - row.distance)
                            let below = from[channel] * row.distance
                            top[left + channel] += Scalar(above * near)
                            top[right + channel] += Scalar(above * far)
                            bottom[left + channel] += Scalar(below * near)
                            bottom[right + channel] += Scalar(below * far)
                        }
                        from += channels
                    }
                }
            }
        }
    }
}
