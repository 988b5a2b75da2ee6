public import AdjointCore

/// Images with another contrast: (x - mean)·factor + mean, by the mean of each channel of each image.
/// TF: `AdjustContrastv2`.
///
/// images: `[…, height, width, channels]`; contrast_factor: a scalar.
public struct AdjustContrastv2: OperationDefinition {
    public static let type = "AdjustContrastv2"
    public static let signature = OperationSignature(
        inputs: [.tensor("images", in: DTypeSet(.float16, .float32)), .tensor("contrast_factor", .float32)],
        outputs: [.tensor("output")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(1, rank: 0, role: "contrast_factor")
        if let rank = context.shape(0).rank, rank < 3 {
            throw OperationError("images must be of rank 3 or more, not of shape \(context.shape(0))")
        }
        return [context.shape(0)]
    }

    public static let gradient = GradientRule<AdjustContrastv2>.notDifferentiable(reason: "TensorFlow defines none")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        guard context.inputs[0].dtype == .float32 else {
            throw OperationError.noKernel(for: context.inputs[0].dtype)
        }
        let sizes = context.inputs[0].dimensions.suffix(3)
        let (channels, pixels) = (sizes.last ?? 0, sizes.dropLast().reduce(1, *))
        let batch = context.inputs[0].dimensions.dropLast(3).reduce(1, *)
        return Kernel(operationCount: 3 * context.outputs[0].count) { arguments in
            let factor = arguments.input(1, as: Float.self).pointee
            for image in 0..<batch {
                let source = arguments.input(0, as: Float.self) + image * pixels * channels
                let target = arguments.output(0, as: Float.self) + image * pixels * channels
                for channel in 0..<channels {
                    var sum = 0.0
                    for pixel in 0..<pixels { sum += Double(source[pixel * channels + channel]) }
                    let mean = Float(sum / Double(pixels))
                    for pixel in 0..<pixels {
                        let place = pixel * channels + channel
                        target[place] = (source[place] - mean) * factor + mean
                    }
                }
            }
        }
    }
}
