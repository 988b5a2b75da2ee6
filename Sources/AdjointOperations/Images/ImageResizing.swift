import AdjointCore
import AdjointKernels

/// How the pixels of a resized image correspond to the original's, along one axis.
struct ResizedAxis {
    var input: Int
    var output: Int
    var alignsCorners: Bool
    var usesPixelCenters: Bool

    /// How many pixels of the original one of the result stands for.
    var scale: Float {
        alignsCorners && output > 1 ? Float(input - 1) / Float(output - 1) : Float(input) / Float(output)
    }

    /// The pixel that a pixel of the result is nearest to.
    func nearest(_ index: Int) -> Int {
        let position = (Float(index) + (usesPixelCenters ? 0.5 : 0)) * scale
        let rounded = alignsCorners ? position.rounded(.toNearestOrAwayFromZero) : position.rounded(.down)
        return max(0, min(input - 1, Int(rounded)))
    }

    /// Where in the original a pixel of the result lies.
    func position(_ index: Int) -> Float {
        usesPixelCenters ? (Float(index) + 0.5) * scale - 0.5 : Float(index) * scale
    }

    /// The pixels that a pixel of the result lies between, and how far it is from the first.
    func neighbors(_ index: Int) -> (lower: Int, upper: Int, distance: Float) {
        let position = position(index)
        let floor = position.rounded(.down)
        return (max(0, Int(floor)), min(input - 1, Int(position.rounded(.up))), position - floor)
    }
}

/// An op that changes the size of images.
protocol ImageResizing: OperationDefinition {
    /// Whether the corners' centers stay where they are.
    var alignsCorners: Bool { get set }
    /// Whether positions are those of the pixels' centers.
    var usesPixelCenters: Bool { get set }
}

extension ImageResizing {
    /// An op with the attributes of another.
    init(_ other: some ImageResizing) {
        self.init()
        (alignsCorners, usesPixelCenters) = (other.alignsCorners, other.usesPixelCenters)
    }

    /// The shape of images whose height and width are the elements of input 1.
    func resizedShape(_ context: ShapeContext) throws -> Shape {
        guard !(alignsCorners && usesPixelCenters) else {
            throw OperationError("align_corners and half_pixel_centers exclude each other")
        }
        let images = try context.shape(0, rank: 4, role: "images")
        guard context.shape(1).isCompatible(with: [2]) else {
            throw OperationError("the size must hold height and width, not be of shape \(context.shape(1))")
        }
        if let wrong = context.integers(1)?.first(where: { $0 <= 0 }) {
            throw OperationError("an extent must be positive, not \(wrong)")
        }
        let size = context.partialShape(1).merged(with: Shape(rank: 2)) ?? Shape(rank: 2)
        return [images[0], size[0], size[1], images[3]]
    }

    /// The shape of images, input 1, that have a gradient of resized ones, input 0.
    func originalShape(_ context: ShapeContext) throws -> Shape {
        let gradient = try context.shape(0, rank: 4, role: "the gradient")
        let image = try context.shape(1, rank: 4, role: "the image")
        guard let shape = image.merged(with: [gradient[0], nil, nil, gradient[3]]) else {
            throw OperationError("the gradient \(gradient) is not one of images \(image)")
        }
        return shape
    }

    /// The vertical and the horizontal axis from images of one shape to another.
    func axes(from input: [Int], to output: [Int]) throws -> (rows: ResizedAxis, columns: ResizedAxis) {
        guard output[0] == 0 || output[3] == 0 || input[1] > 0 && input[2] > 0 && output[1] > 0 && output[2] > 0 else {
            throw OperationError("images need pixels: \(Shape(input)) and \(Shape(output))")
        }
        func axis(_ index: Int) -> ResizedAxis {
            ResizedAxis(
                input: input[index], output: output[index], alignsCorners: alignsCorners,
                usesPixelCenters: usesPixelCenters)
        }
        return (axis(1), axis(2))
    }
}

/// The gradient of a resizing. Inputs: the gradient of what was made, in float32, and the images, of which only the shape is
/// looked at.
protocol ImageResizingGradient: ImageResizing {}

extension ImageResizingGradient {
    public var traits: OperationTraits {
        var traits = OperationTraits()
        traits.metadataInputs = [1]
        return traits
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [try originalShape(context)] }

    public static var gradient: GradientRule<Self> {
        .notDifferentiable(reason: "TensorFlow defines no gradient for it")
    }

    /// The dimensions of the gradient and the images, and how their rows and columns belong together.
    func gradientAxes(
        _ context: borrowing BindingContext
    ) throws -> (gradient: [Int], image: [Int], axes: (rows: ResizedAxis, columns: ResizedAxis)) {
        let (gradient, image) = (context.inputs[0].dimensions, context.outputs[0].dimensions)
        guard gradient[0] == image[0], gradient[3] == image[3] else {
            throw OperationError("the gradient \(Shape(gradient)) is not one of images \(Shape(image))")
        }
        return (gradient, image, try axes(from: image, to: gradient))
    }
}
