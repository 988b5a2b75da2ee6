public import AdjointCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Random changes to images that leave what they show: shifts, mirror images, rotations, brightness.
///
/// ```swift
/// let augment = ImageAugmentation(height: 28, width: 28, shift: 2, rotation: 10)
/// let images = augment(mnist.train.images, seed: epoch)
/// ```
/// What becomes of an image is a function of the seed, the image and its place in the array; the same seed gives the same
/// images on every machine of one kind. Pixels from outside are 0; rotated ones are interpolated between their four
/// neighbors.
public struct ImageAugmentation: Sendable, Hashable {
    /// Rows of an image.
    public let height: Int
    /// Columns of an image.
    public let width: Int
    /// Numbers for each pixel.
    public let channels: Int
    /// By how many pixels images are shifted at most, in both directions.
    public var shift: Int
    /// The probability that an image is mirrored left to right.
    public var horizontalFlip: Double
    /// The probability that an image is mirrored top to bottom.
    public var verticalFlip: Double
    /// By how many degrees images are rotated at most, in both directions, around their center.
    public var rotation: Double
    /// What is added to all pixels at most, in both directions.
    public var brightness: Double
    /// What pixels are cut at after brightness has been added; `nil` for nothing.
    public var range: ClosedRange<Float>?

    /// Changes to images of a given size; none unless asked for.
    ///
    /// - Precondition: sizes are positive, probabilities within 0...1, the others not negative.
    public init(
        height: Int, width: Int, channels: Int = 1, shift: Int = 0, horizontalFlip: Double = 0,
        verticalFlip: Double = 0,
        rotation: Double = 0, brightness: Double = 0, range: ClosedRange<Float>? = 0...1
    ) {
        precondition(height > 0 && width > 0 && channels > 0, "an image has pixels")
        precondition(
            shift >= 0 && rotation >= 0 && brightness >= 0 && (0...1).contains(horizontalFlip)
                && (0...1).contains(verticalFlip), "a change is not negative, a probability within 0...1")
        self.height = height
        self.width = width
        self.channels = channels
        self.shift = shift
        self.horizontalFlip = horizontalFlip
        self.verticalFlip = verticalFlip
        self.rotation = rotation
        self.brightness = brightness
        self.range = range
    }

    /// The images, each changed in its own way.
    ///
    /// - Parameters:
    ///   - images: float32 `[count, …]`; the other dimensions hold rows, columns and channels, in this order.
    ///   - seed: Where the changes are drawn from.
    /// - Precondition: the images are float32 and have the size that this was made for.
    /// - Complexity: O(elements).
    public func callAsFunction(_ images: NDArray, seed: Int) -> NDArray {
        let pixelCount = height * width * channels
        precondition(
            images.dtype == .float32 && images.rank > 0
                && images.dimensions.dropFirst().reduce(1, *) == pixelCount,
            "images are float32 of \(height)×\(width)×\(channels), not \(images.dtype.name) \(images.shape)")
        return NDArray(dtype: .float32, dimensions: images.dimensions) { target in
            images.withUnsafeBytes { bytes in
                let source = bytes.bindMemory(to: Float.self)
                let result = target.bindMemory(to: Float.self)
                for index in 0..<images.dimensions[0] {
                    let image = index * pixelCount..<(index + 1) * pixelCount
                    var numbers = SplitMix64(state: UInt64(bitPattern: Int64(seed)))
                    // A seed's first number begins a stream; each image has its own place in it.
                    numbers = SplitMix64(state: numbers.next() &+ UInt64(index) &* 0xd1b5_4a32_d192_ed03)
                    change(
                        UnsafeBufferPointer(rebasing: source[image]),
                        into: UnsafeMutableBufferPointer(rebasing: result[image]), &numbers)
                }
            }
        }
    }

    private func change(
        _ image: UnsafeBufferPointer<Float>, into result: UnsafeMutableBufferPointer<Float>,
        _ numbers: inout SplitMix64
    ) {
        // Every number is drawn whether it is used or not, so that one change does not alter the others.
        let rowShift = Self.integer(within: shift, &numbers)
        let columnShift = Self.integer(within: shift, &numbers)
        let isMirrored = Self.uniform(&numbers) < horizontalFlip
        let isUpsideDown = Self.uniform(&numbers) < verticalFlip
        let angle = (2 * Self.uniform(&numbers) - 1) * rotation * .pi / 180
        let added = Float((2 * Self.uniform(&numbers) - 1) * brightness)
        let (sine, cosine) = (sin(angle), cos(angle))
        let (middleRow, middleColumn) = (Double(height - 1) / 2, Double(width - 1) / 2)
        for row in 0..<height {
            for column in 0..<width {
                // Where this pixel comes from: back through shift, rotation and mirror.
                var (y, x) = (Double(row - rowShift), Double(column - columnShift))
                if angle != 0 {
                    let (down, right) = (y - middleRow, x - middleColumn)
                    y = middleRow + cosine * down - sine * right
                    x = middleColumn + sine * down + cosine * right
                }
                if isUpsideDown { y = Double(height - 1) - y }
                if isMirrored { x = Double(width - 1) - x }
                for channel in 0..<channels {
                    var value = sample(image, y, x, channel) + added
                    if let range { value = min(max(value, range.lowerBound), range.upperBound) }
                    result[(row * width + column) * channels + channel] = value
                }
            }
        }
    }

    /// The image at a place between pixels.
    private func sample(_ image: UnsafeBufferPointer<Float>, _ y: Double, _ x: Double, _ channel: Int) -> Float {
        let (top, left) = (y.rounded(.down), x.rounded(.down))
        let (down, right) = (y - top, x - left)
        func pixel(_ row: Int, _ column: Int) -> Double {
            guard row >= 0, row < height, column >= 0, column < width else { return 0 }
            return Double(image[(row * width + column) * channels + channel])
        }
        let (row, column) = (Int(top), Int(left))
        if down == 0, right == 0 { return Float(pixel(row, column)) }
        let above = pixel(row, column) * (1 - right) + pixel(row, column + 1) * right
        let below = pixel(row + 1, column) * (1 - right) + pixel(row + 1, column + 1) * right
        return Float(above * (1 - down) + below * down)
    }

    private static func uniform(_ numbers: inout SplitMix64) -> Double {
        Double(numbers.next() >> 11) / Double(UInt64(1) << 53)
    }

    private static func integer(within limit: Int, _ numbers: inout SplitMix64) -> Int {
        Int(numbers.next().multipliedFullWidth(by: UInt64(2 * limit + 1)).high) - limit
    }
}
