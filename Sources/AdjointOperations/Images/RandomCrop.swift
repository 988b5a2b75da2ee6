public import AdjointCore
import AdjointKernels

/// A part of an image at a random place, as graphs of 2015 have it. TF: `RandomCrop`.
///
/// image: `[height, width, channels]` of a numeric type; size: int64 `[2]`, the extents of the part.
public struct RandomCrop: OperationDefinition {
    public static let type = "RandomCrop"
    public static let signature = OperationSignature(
        inputs: [.tensor("image", in: .numeric), .tensor("size", .int64)], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<RandomCrop>] = [
        .int("seed", \.seeds.seed), .int("seed2", \.seeds.seed2),
    ]

    /// The seed attributes.
    public var seeds = RandomSeeds()

    public init() {}

    public var traits: OperationTraits { .random }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let image = try context.shape(0, rank: 3, role: "image")
        guard context.shape(1).isCompatible(with: [2]) else {
            throw OperationError("size must hold 2 numbers, not be of shape \(context.shape(1))")
        }
        guard let size = context.integers(1) else { return [[nil, nil, image[2]]] }
        for axis in 0..<2 where size[axis] < 0 || size[axis] > image[axis] ?? .max {
            throw OperationError("no part of the extents \(size) can be cut out of an image \(image)")
        }
        return [[size[0], size[1], image[2]]]
    }

    public static let gradient = GradientRule<RandomCrop>.stopsGradient(reason: "TensorFlow sends none through crops")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (image, crop) = (context.inputs[0].dimensions, context.outputs[0].dimensions)
        guard image[0] < Int(Int32.max), image[1] < Int(Int32.max) else {
            throw OperationError("an image has no extents \(image[0]) and \(image[1])")
        }
        let state = seeds.state(context)
        let width = image[2] * context.inputs[0].dtype.byteCount
        return Kernel { arguments in
            var numbers = SingleNumbers(state.take { $0.skip(blocks: 1) })
            /// TensorFlow draws the horizontal place first, and only what is open.
            func place(_ axis: Int) -> Int {
                image[axis] > crop[axis] ? Int(numbers.next() % UInt32(image[axis] - crop[axis] + 1)) : 0
            }
            let left = place(1)
            let top = place(0)
            for row in 0..<crop[0] {
                (arguments.rawOutput(0) + row * crop[1] * width).copyMemory(
                    from: arguments.rawInput(0) + ((top + row) * image[1] + left) * width, byteCount: crop[1] * width)
            }
        }
    }
}
