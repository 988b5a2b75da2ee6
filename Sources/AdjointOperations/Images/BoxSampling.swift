import AdjointCore
import AdjointKernels

/// An op that draws a part of an image which shows enough of one of some objects.
///
/// image_size: an integer vector of height, width and channels; bounding_boxes: float32 `[batch, count, 4]`, upper, left,
/// lower and right border in 0…1. Outputs: begin and size, for a slice of the image, and the part as a box, `[1, 1, 4]`.
protocol BoxSampling: OperationDefinition {
    var settings: BoxSamplingSettings { get set }
}

/// What parts are drawn.
struct BoxSamplingSettings: Sendable, Hashable {
    var seeds = RandomSeeds()
    /// Width over height.
    var aspectRatios: [Float] = [0.75, 1.33]
    /// Which part of the image's area is drawn.
    var areas: [Float] = [0.05, 1]
    /// After how many attempts the whole image is taken.
    var attemptLimit = 100
    /// Whether the image is the object if there are no boxes.
    var takesImageWithoutBoxes = false
}

/// A part of an image in pixels.
private struct PixelBox {
    var top = 0
    var left = 0
    var bottom = 0
    var right = 0

    var area: Float { Float((bottom - top) * (right - left)) }

    func intersection(_ other: PixelBox) -> PixelBox {
        let result = PixelBox(
            top: max(top, other.top), left: max(left, other.left), bottom: min(bottom, other.bottom),
            right: min(right, other.right))
        return result.top > result.bottom || result.left > result.right ? PixelBox() : result
    }
}

extension BoxSampling {
    static var samplingAttributes: [AttributeKey<Self>] {
        [
            .int("seed", \Self.settings.seeds.seed), .int("seed2", \Self.settings.seeds.seed2),
            .floats("aspect_ratio_range", \Self.settings.aspectRatios), .floats("area_range", \Self.settings.areas),
            .int("max_attempts", \Self.settings.attemptLimit),
            .bool("use_image_if_no_bounding_boxes", \Self.settings.takesImageWithoutBoxes),
        ]
    }

    public var traits: OperationTraits { .random }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard context.shape(0).isCompatible(with: [3]) else {
            throw OperationError("image_size must hold 3 numbers, not be of shape \(context.shape(0))")
        }
        guard context.shape(1).isCompatible(with: [nil, nil, 4]) else {
            throw OperationError("bounding_boxes must be of shape [batch, count, 4], not \(context.shape(1))")
        }
        if context.inputs.count > 2 { _ = try context.shape(2, rank: 0, role: "min_object_covered") }
        guard settings.aspectRatios.count == 2, settings.aspectRatios.allSatisfy({ $0 > 0 && $0.isFinite }) else {
            throw OperationError("aspect_ratio_range must be two positive numbers: \(settings.aspectRatios)")
        }
        guard settings.areas.count == 2, settings.areas.allSatisfy({ $0 > 0 && $0 <= 1 }) else {
            throw OperationError("area_range must be two numbers above 0 and up to 1: \(settings.areas)")
        }
        guard (1...Int(Int32.max)).contains(settings.attemptLimit) else {
            throw OperationError("max_attempts must be positive, not \(settings.attemptLimit)")
        }
        return [[3], [3], [1, 1, 4]]
    }

    public static var gradient: GradientRule<Self> { .stopsGradient(reason: "places are integers") }

    /// The kernel.
    ///
    /// - Parameter covered: How much of an object a part must show at least; `nil` for input 2.
    func samplingKernel(_ context: borrowing BindingContext, covering covered: Float?) throws -> Kernel {
        func kernel<Index: NumericElement & FixedWidthInteger>(_: Index.Type) throws -> Kernel {
            let (settings, boxCount) = (settings, context.inputs[1].count / 4)
            let state = settings.seeds.state(context)
            return Kernel { arguments in
                let size = arguments.input(0, as: Index.self)
                let (height, width) = (Int(size[0]), Int(size[1]))
                guard (0..<Int(Int32.max)).contains(height), (0..<Int(Int32.max)).contains(width) else {
                    throw OperationError("an image has no extents \(height) and \(width)")
                }
                let covered = covered ?? arguments.input(2, as: Float.self).pointee
                guard covered >= 0 else { throw OperationError("min_object_covered must be 0 or more, not \(covered)") }
                let image = PixelBox(bottom: height, right: width)
                var objects: [PixelBox] = []
                let boxes = arguments.input(1, as: Float.self)
                for box in 0..<boxCount {
                    let borders = (0..<4).map { boxes[4 * box + $0] }
                    guard borders.allSatisfy({ $0 >= 0 && $0 <= 1 }) else {
                        throw OperationError("box \(box) must lie in 0…1: \(borders)")
                    }
                    objects.append(
                        PixelBox(
                            top: Int(borders[0] * Float(height)), left: Int(borders[1] * Float(width)),
                            bottom: Int(borders[2] * Float(height)), right: Int(borders[3] * Float(width))))
                }
                if objects.isEmpty {
                    guard settings.takesImageWithoutBoxes else {
                        throw OperationError("there are no boxes; use_image_if_no_bounding_boxes would take the image")
                    }
                    objects = [image]
                }
                var numbers = SingleNumbers(state.take { $0.skip(blocks: UInt64(settings.attemptLimit)) })
                let part =
                    settings.part(of: image, showing: covered, of: objects, &numbers) ?? image
                let (begin, extent) = (arguments.output(0, as: Index.self), arguments.output(1, as: Index.self))
                (begin[0], begin[1], begin[2]) = (
                    Index(truncatingIfNeeded: part.top), Index(truncatingIfNeeded: part.left), 0
                )
                extent[0] = Index(truncatingIfNeeded: part.bottom - part.top)
                extent[1] = Index(truncatingIfNeeded: part.right - part.left)
                // All channels.
                extent[2] = Index(truncatingIfNeeded: -1)
                let result = arguments.output(2, as: Float.self)
                (result[0], result[1]) = (Float(part.top) / Float(height), Float(part.left) / Float(width))
                (result[2], result[3]) = (Float(part.bottom) / Float(height), Float(part.right) / Float(width))
            }
        }
        switch context.inputs[0].dtype {
        case .uint8: return try kernel(UInt8.self)
        case .int8: return try kernel(Int8.self)
        case .int16: return try kernel(Int16.self)
        case .int32: return try kernel(Int32.self)
        case .int64: return try kernel(Int64.self)
        case let dtype: throw OperationError.noKernel(for: dtype)
        }
    }
}

extension BoxSamplingSettings {
    /// The first part that shows enough of an object; `nil` if all attempts fail.
    fileprivate func part(
        of image: PixelBox, showing covered: Float, of objects: [PixelBox], _ numbers: inout SingleNumbers
    ) -> PixelBox? {
        for _ in 0..<attemptLimit {
            let ratio = numbers.nextFloat() * (aspectRatios[1] - aspectRatios[0]) + aspectRatios[0]
            guard let part = candidate(image, ratio, &numbers), part.area >= 1 else { continue }
            let isEnough = objects.contains { object in
                object.area >= 1 && part.intersection(object).area / object.area >= covered
            }
            if isEnough { return part }
        }
        return nil
    }

    /// A part of a given ratio of width and height, of a size and at a place drawn at random; `nil` if there is none.
    private func candidate(_ image: PixelBox, _ ratio: Float, _ numbers: inout SingleNumbers) -> PixelBox? {
        let (imageHeight, imageWidth) = (image.bottom, image.right)
        guard imageHeight > 0, imageWidth > 0, ratio > 0, areas[0] <= areas[1] else { return nil }
        /// The nearest integer, the even one of two; beyond all images for what is larger.
        func nearest(_ number: Float) -> Int { Int(min(number, 1e10).rounded(.toNearestOrEven)) }
        let least = areas[0] * Float(imageWidth) * Float(imageHeight)
        let greatest = areas[1] * Float(imageWidth) * Float(imageHeight)
        var height = nearest((least / ratio).squareRoot())
        var highest = nearest((greatest / ratio).squareRoot())
        if nearest(Float(highest) * ratio) > imageWidth {
            highest = Int(min((Double(imageWidth) + 0.5 - Double(Float(0.0000001))) / Double(ratio), 1e10))
            if nearest(Float(highest) * ratio) > imageWidth { highest -= 1 }
        }
        highest = min(highest, imageHeight)
        height = min(height, highest)
        if height < highest { height += Int(numbers.uniform(below: UInt32(highest - height + 1))) }
        var width = nearest(Float(height) * ratio)
        // Rounding may have gone too far on either side.
        if Float(width * height) < least {
            height += 1
            width = nearest(Float(height) * ratio)
        }
        if Float(width * height) > greatest {
            height -= 1
            width = nearest(Float(height) * ratio)
        }
        let area = Float(width * height)
        guard area >= least, area <= greatest, width > 0, height > 0, width <= imageWidth, height <= imageHeight else {
            return nil
        }
        let top = height < imageHeight ? Int(numbers.uniform(below: UInt32(imageHeight - height))) : 0
        let left = width < imageWidth ? Int(numbers.uniform(below: UInt32(imageWidth - width))) : 0
        return PixelBox(top: top, left: left, bottom: top + height, right: left + width)
    }
}
