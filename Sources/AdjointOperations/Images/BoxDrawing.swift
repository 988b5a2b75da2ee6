import AdjointCore

/// An op that draws boxes on images.
///
/// images: `[batch, height, width, channels]` of 1, 3 or 4 channels; boxes: `[batch, count, 4]`, the upper, left, lower and
/// right border as parts of the image's extents. Boxes that lie outside, or whose borders are crossed, are left out.
protocol BoxDrawing: OperationDefinition {}

/// The colors that boxes have in turn. TF: yellow, blue, red, lime, purple, olive, maroon, navy, aqua, fuchsia.
private let boxColors: [[Float]] = [
    [1, 1, 0, 1], [0, 0, 1, 1], [1, 0, 0, 1], [0, 1, 0, 1], [0.5, 0, 0.5, 1], [0.5, 0.5, 0, 1], [0.5, 0, 0, 1],
    [0, 0, 0.5, 1], [0, 1, 1, 1], [1, 0, 1, 1],
]

extension BoxDrawing {
    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let images = try context.shape(0, rank: 4, role: "images")
        let boxes = try context.shape(1, rank: 3, role: "boxes")
        guard boxes.isCompatible(with: [images[0], nil, 4]) else {
            throw OperationError("boxes \(boxes) do not fit images \(images): [batch, count, 4] is needed")
        }
        if let channels = images[3], ![1, 3, 4].contains(channels) {
            throw OperationError("images must have 1, 3 or 4 channels, not \(channels)")
        }
        if context.inputs.count > 2, !context.shape(2).isCompatible(with: [nil, 4]) {
            throw OperationError("colors must be of shape [count, 4], not \(context.shape(2))")
        }
        return [images]
    }

    public static var gradient: GradientRule<Self> { .stopsGradient(reason: "TensorFlow sends none through drawings") }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (sizes, boxCount) = (context.inputs[0].dimensions, context.inputs[1].dimensions[1])
        guard context.inputs[0].dtype == .float32, [1, 3, 4].contains(sizes[3]) else {
            throw OperationError("there is no kernel for images \(Shape(sizes)) of \(context.inputs[0].dtype.name)")
        }
        let (height, width, channels) = (sizes[1], sizes[2], sizes[3])
        let colorCount = context.inputs.count > 2 ? context.inputs[2].dimensions[0] : 0
        // On images in grey all boxes are white, unless they have colors of their own.
        let standard = boxColors.map { channels == 1 ? [1] : $0 }
        let count = context.inputs[0].count
        return Kernel { arguments in
            let (boxes, output) = (arguments.input(1, as: Float.self), arguments.output(0, as: Float.self))
            output.update(from: arguments.input(0, as: Float.self), count: count)
            guard height > 0, width > 0 else { return }
            let colors = colorCount > 0 ? arguments.input(2, as: Float.self) : nil
            for image in 0..<sizes[0] {
                for box in 0..<boxCount {
                    let place = boxes + (image * boxCount + box) * 4
                    guard let top = Self.position(place[0], height), let left = Self.position(place[1], width),
                        let bottom = Self.position(place[2], height), let right = Self.position(place[3], width),
                        top <= bottom, left <= right, top < height, bottom >= 0, left < width, right >= 0
                    else { continue }
                    let color = colorCount > 0 ? box % colorCount : box % standard.count
                    func draw(_ row: Int, _ column: Int) {
                        let pixel = output + ((image * height + row) * width + column) * channels
                        for channel in 0..<channels {
                            pixel[channel] = colors.map { $0[4 * color + channel] } ?? standard[color][channel]
                        }
                    }
                    for row in max(top, 0)...min(bottom, height - 1) {
                        if left >= 0 { draw(row, left) }
                        if right < width { draw(row, right) }
                    }
                    for column in max(left, 0)...min(right, width - 1) {
                        if top >= 0 { draw(top, column) }
                        if bottom < height { draw(bottom, column) }
                    }
                }
            }
        }
    }

    /// A border in pixels; `nil` for no number.
    private static func position(_ part: Float, _ extent: Int) -> Int? {
        let position = part * Float(extent - 1)
        return position.isNaN ? nil : Int(max(-1e9, min(1e9, position)))
    }
}
