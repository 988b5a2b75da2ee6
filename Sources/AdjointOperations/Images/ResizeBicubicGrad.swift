public import AdjointCore
import AdjointKernels

/// The gradient of `ResizeBicubic`: each pixel's is shared by the sixteen it was made of. TF: `ResizeBicubicGrad`.
public struct ResizeBicubicGrad: ImageResizingGradient {
    public static let type = "ResizeBicubicGrad"
    public static let signature = OperationSignature(
        inputs: [.tensor("grads", .float32), .tensor("original_image", in: .real)], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<ResizeBicubicGrad>] = [
        .bool("align_corners", \.alignsCorners), .bool("half_pixel_centers", \.usesPixelCenters),
    ]

    public var alignsCorners = false
    public var usesPixelCenters = false

    public init() {}

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        func kernel<Element: RealElement>(_: Element.Type) throws -> Kernel {
            let (gradient, image, axes) = try gradientAxes(context)
            let rows = (0..<gradient[1]).map { CubicWeights(axes.rows, at: $0) }
            let columns = (0..<gradient[2]).map { CubicWeights(axes.columns, at: $0) }
            let (channels, imageCount) = (image[3], image[1] * image[2] * image[3])
            return Kernel(operationCount: 32 * context.inputs[0].count) { arguments in
                let (source, target) = (arguments.input(0, as: Float.self), arguments.output(0, as: Element.self))
                arguments.workers.parallel(image[0]) { index in
                    let whole = target + index * imageCount
                    whole.update(repeating: 0, count: imageCount)
                    var from = source + index * gradient[1] * gradient[2] * channels
                    for row in rows {
                        for column in columns {
                            for i in 0..<4 {
                                for j in 0..<4 {
                                    let to = whole + (row.indices[i] * image[2] + column.indices[j]) * channels
                                    let weight = row.weights[i] * column.weights[j]
                                    for channel in 0..<channels { to[channel] += Element(from[channel] * weight) }
                                }
                            }
                            from += channels
                        }
                    }
                }
            }
        }
        switch context.outputs[0].dtype {
        case .float32: return try kernel(Float.self)
        case .float64: return try kernel(Double.self)
        case let dtype: throw OperationError.noKernel(for: dtype)
        }
    }
}
