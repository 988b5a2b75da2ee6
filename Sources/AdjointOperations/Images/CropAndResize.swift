public import AdjointCore

/// Parts of images, resized to one extent. TF: `CropAndResize`.
///
/// image: `[batch, height, width, channels]`, numbers; boxes: `[n, 4]` of y1, x1, y2, x2 where 1 is the last pixel;
/// box_ind: `[n]`, the image of each; crop_size: height and width. Results: `[n, height, width, channels]`, float32.
public struct CropAndResize: OperationDefinition {
    public static let type = "CropAndResize"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("image", in: .numeric), .tensor("boxes", .float32), .tensor("box_ind", .int32),
            .tensor("crop_size", .int32),
        ], outputs: [.tensor("crops", .float32)])
    public static let attributes: [AttributeKey<CropAndResize>] = [
        .cropMethod(\.method), .float("extrapolation_value", \.extrapolationValue),
    ]

    /// How samples are taken.
    public var method = CropMethod.bilinear
    /// What stands beside the images.
    public var extrapolationValue: Float = 0

    public init() {}

    /// The op with a way of taking samples.
    public init(method: CropMethod, extrapolationValue: Float = 0) {
        self.method = method
        self.extrapolationValue = extrapolationValue
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard context.shape(3).isCompatible(with: [2]) else {
            throw OperationError("crop_size must hold height and width, not be of shape \(context.shape(3))")
        }
        if let wrong = context.integers(3)?.first(where: { $0 <= 0 }) {
            throw OperationError("an extent must be positive, not \(wrong)")
        }
        let size = context.partialShape(3).merged(with: Shape(rank: 2)) ?? Shape(rank: 2)
        return [try context.cropShape(images: context.shape(0), boxes: 1, size: size)]
    }

    // TF: `_CropAndResizeGrad`.
    public static let gradient = GradientRule<CropAndResize>.differentiable { definition, context in
        let (inputs, graph, gradient) = (context.inputs, context.graph, context.outputGradient())
        var ofImage: Tensor?
        if inputs[0].dtype.isFloatingPoint {
            ofImage = graph.addTensor(
                CropAndResizeGradImage(inputs[0].dtype, method: definition.method),
                inputs: [gradient, inputs[1], inputs[2], inputs[0].shapeTensor()])
        }
        let ofBoxes = graph.addTensor(
            CropAndResizeGradBoxes(), inputs: [gradient, inputs[0], inputs[1], inputs[2]])
        return [ofImage, ofBoxes, nil, nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let pixel = try PixelReading(context.inputs[0].dtype)
        let plan = try CropPlan(
            images: context.inputs[0].dimensions, crops: context.outputs[0].dimensions, boxes: context.inputs[1],
            indices: context.inputs[2])
        let (method, outside, channels) = (method, extrapolationValue, plan.channels)
        return Kernel(operationCount: 8 * context.outputs[0].count) { arguments in
            let (images, crops) = (UnsafeRawPointer(arguments.rawInput(0)), arguments.output(0, as: Float.self))
            try plan.forEachSample(arguments.input(1), arguments.input(2)) { box, image, place, position in
                let target = crops + plan.crop(box, place)
                guard let (y, x) = position else { return target.update(repeating: outside, count: channels) }
                guard method == .bilinear else {
                    let nearest = plan.pixel(
                        image, y.rounded(.toNearestOrAwayFromZero), x.rounded(.toNearestOrAwayFromZero))
                    for channel in 0..<channels { target[channel] = pixel(images, nearest + channel) }
                    return
                }
                let corners = CropCorners(plan, image, y, x)
                for channel in 0..<channels {
                    let values = corners.places.map { pixel(images, $0 + channel) }
                    let top = values[0] + (values[1] - values[0]) * corners.x
                    let bottom = values[2] + (values[3] - values[2]) * corners.x
                    target[channel] = top + (bottom - top) * corners.y
                }
            }
        }
    }
}

/// The four pixels around a sample, row by row, and how far it is from the first.
struct CropCorners {
    var places: [Int]
    var y: Float
    var x: Float

    init(_ plan: CropPlan, _ image: Int, _ y: Float, _ x: Float) {
        let (top, bottom) = (y.rounded(.down), y.rounded(.up))
        let (left, right) = (x.rounded(.down), x.rounded(.up))
        places = [(top, left), (top, right), (bottom, left), (bottom, right)].map { plan.pixel(image, $0, $1) }
        (self.y, self.x) = (y - top, x - left)
    }
}

extension Tensor {
    /// Parts of images, resized to one extent; float32. TF: `tf.image.crop_and_resize`.
    ///
    /// self: `[batch, height, width, channels]`; boxes: `[n, 4]` of y1, x1, y2, x2 where 1 is the last pixel;
    /// boxIndices: `[n]`, the image of each; size: height and width of the crops.
    public func croppedAndResized(
        boxes: Tensor, boxIndices: Tensor, size: some IndexOperand, method: CropMethod = .bilinear,
        extrapolationValue: Float = 0, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        graph.addTensor(
            CropAndResize(method: method, extrapolationValue: extrapolationValue),
            operands: [.tensor(self), .tensor(boxes), .tensor(boxIndices), size.operand("crop_size")], name: name,
            site: CreationSite(file, line))
    }
}
