public import AdjointCore

/// The gradient of `CropAndResize` for the boxes. TF: `CropAndResizeGradBoxes`.
///
/// It is that of samples taken between four pixels, whatever the method was.
public struct CropAndResizeGradBoxes: OperationDefinition {
    public static let type = "CropAndResizeGradBoxes"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("grads", .float32), .tensor("image", in: .numeric), .tensor("boxes", .float32),
            .tensor("box_ind", .int32),
        ], outputs: [.tensor("output", .float32)])
    public static let attributes: [AttributeKey<CropAndResizeGradBoxes>] = [.cropMethod(\.method)]

    /// How samples are taken.
    public var method = CropMethod.bilinear

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let crops = try context.shape(0, rank: 4, role: "grads")
        guard crops.isCompatible(with: try context.cropShape(images: context.shape(1), boxes: 2, size: Shape(rank: 2)))
        else { throw OperationError("the gradient \(crops) is not one of crops from images \(context.shape(1))") }
        return [[crops[0] ?? context.shape(2)[0], 4]]
    }

    public static let gradient = GradientRule<CropAndResizeGradBoxes>.notDifferentiable(
        reason: "TensorFlow defines no gradient for it")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let pixel = try PixelReading(context.inputs[1].dtype)
        let plan = try CropPlan(
            images: context.inputs[1].dimensions, crops: context.inputs[0].dimensions, boxes: context.inputs[2],
            indices: context.inputs[3])
        let (channels, count) = (plan.channels, context.outputs[0].count)
        return Kernel(operationCount: 12 * context.inputs[0].count) { arguments in
            let (gradient, images) = (arguments.input(0, as: Float.self), UnsafeRawPointer(arguments.rawInput(1)))
            let output = arguments.output(0, as: Float.self)
            output.update(repeating: 0, count: count)
            try plan.forEachSample(arguments.input(2), arguments.input(3)) { box, image, place, position in
                guard let (y, x) = position else { return }
                let (source, target) = (gradient + plan.crop(box, place), output + 4 * box)
                let corners = CropCorners(plan, image, y, x)
                let (rows, columns) = (plan.rows.shares(place.row), plan.columns.shares(place.column))
                for channel in 0..<channels {
                    let values = corners.places.map { pixel(images, $0 + channel) }
                    let slopeY =
                        (1 - corners.x) * (values[2] - values[0]) + corners.x * (values[3] - values[1])
                    let slopeX =
                        (1 - corners.y) * (values[1] - values[0]) + corners.y * (values[3] - values[2])
                    target[0] += source[channel] * slopeY * rows.lower
                    target[1] += source[channel] * slopeX * columns.lower
                    target[2] += source[channel] * slopeY * rows.upper
                    target[3] += source[channel] * slopeX * columns.upper
                }
            }
        }
    }
}
