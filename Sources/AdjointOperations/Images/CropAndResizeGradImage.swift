public import AdjointCore

/// The gradient of `CropAndResize` for the images. TF: `CropAndResizeGradImage`.
public struct CropAndResizeGradImage: OperationDefinition {
    public static let type = "CropAndResizeGradImage"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("grads", .float32), .tensor("boxes", .float32), .tensor("box_ind", .int32),
            .tensor("image_size", .int32),
        ], outputs: [.tensor("output", "T", in: .floatingPoint)])
    public static let attributes: [AttributeKey<CropAndResizeGradImage>] = [
        .type("T", \.dtype, required: true), .cropMethod(\.method),
    ]

    /// The element type of the images.
    public var dtype = DType.float32
    /// How samples were taken.
    public var method = CropMethod.bilinear

    public init() {}

    /// The gradient of images of a type.
    public init(_ dtype: DType, method: CropMethod) {
        self.dtype = dtype
        self.method = method
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard context.shape(3).isCompatible(with: [4]) else {
            throw OperationError("image_size must be a vector of 4, not of shape \(context.shape(3))")
        }
        if let negative = context.integers(3)?.first(where: { $0 < 0 }) {
            throw OperationError("a size is negative: \(negative)")
        }
        let images = context.partialShape(3).merged(with: Shape(rank: 4)) ?? Shape(rank: 4)
        let crops = try context.shape(0, rank: 4, role: "grads")
        guard
            crops.isCompatible(
                with: try context.cropShape(images: images, boxes: 1, size: Shape(rank: 2)))
        else { throw OperationError("the gradient \(crops) is not one of crops from images \(images)") }
        return [images]
    }

    public static let gradient = GradientRule<CropAndResizeGradImage>.notDifferentiable(
        reason: "TensorFlow defines no gradient for it")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        func kernel<Element: RealElement>(_: Element.Type) throws -> Kernel {
            let output = context.outputs[0]
            let plan = try CropPlan(
                images: output.dimensions, crops: context.inputs[0].dimensions, boxes: context.inputs[1],
                indices: context.inputs[2])
            let (method, channels, count) = (method, plan.channels, output.count)
            return Kernel(operationCount: 8 * context.inputs[0].count) { arguments in
                let (gradient, target) = (arguments.input(0, as: Float.self), arguments.output(0, as: Element.self))
                target.update(repeating: 0, count: count)
                try plan.forEachSample(arguments.input(1), arguments.input(2)) { box, image, place, position in
                    guard let (y, x) = position else { return }
                    let source = gradient + plan.crop(box, place)
                    guard method == .bilinear else {
                        let nearest = plan.pixel(
                            image, y.rounded(.toNearestOrAwayFromZero), x.rounded(.toNearestOrAwayFromZero))
                        for channel in 0..<channels { target[nearest + channel] += Element(source[channel]) }
                        return
                    }
                    let corners = CropCorners(plan, image, y, x)
                    let shares = [
                        (1 - corners.y) * (1 - corners.x), (1 - corners.y) * corners.x, corners.y * (1 - corners.x),
                        corners.y * corners.x,
                    ]
                    for (corner, share) in zip(corners.places, shares) {
                        for channel in 0..<channels { target[corner + channel] += Element(source[channel] * share) }
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
