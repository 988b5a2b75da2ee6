import AdjointKernels
import Testing

/// The laws of pooling, for every instruction set of this machine.
@Suite struct PoolingTests {
    private static let windows = [
        SlidingWindow(batch: 2, 4, 6, window: (2, 2), stride: (2, 2), isPadded: false),
        SlidingWindow(batch: 2, 5, 7, window: (2, 2), stride: (2, 2), isPadded: true),
        SlidingWindow(batch: 1, 5, 4, window: (3, 2), isPadded: true),
        SlidingWindow(batch: 3, 7, 5, window: (1, 2), stride: (3, 2), isPadded: false),
    ]

    /// Windows with numbers of channels around a vector's, and images of numbers that repeat and are not all numbers.
    private func forEachCase(_ body: (SlidingWindow, Int, [Float], KernelTable) -> Void) {
        for window in Self.windows {
            for channels in [1, 15, 16, 17, 40] {
                let count = window.batch * window.height.input * window.width.input * channels
                var images = ConvolutionCase<Float>.numbers(count, seed: 5).map { ($0 * 4).rounded() / 4 }
                for index in stride(from: 3, to: count, by: 29) { images[index] = .nan }
                for index in stride(from: 5, to: count, by: 31) { images[index] = -.infinity }
                for kernels in KernelTable.available { body(window, channels, images, kernels) }
            }
        }
    }

    /// The pixels that a place covers, in their order.
    private func pixels(_ window: SlidingWindow, place: Int) -> [Int] {
        let (image, position) = place.quotientAndRemainder(dividingBy: window.height.output * window.width.output)
        let (row, column) = position.quotientAndRemainder(dividingBy: window.width.output)
        return (0..<window.height.window).flatMap { i in
            (0..<window.width.window).compactMap { j in
                let y = row * window.height.stride + i - window.height.padding
                let x = column * window.width.stride + j - window.width.padding
                guard y >= 0, y < window.height.input, x >= 0, x < window.width.input else { return nil }
                return (image * window.height.input + y) * window.width.input + x
            }
        }
    }

    /// The index of the first largest element of a place and channel, NaN being larger than all.
    private func largest(_ window: SlidingWindow, _ channels: Int, _ images: [Float], _ place: Int, _ channel: Int)
        -> Int
    {
        var best = -1
        for index in pixels(window, place: place).map({ $0 * channels + channel }) {
            if best < 0 || images[index] > images[best] || (images[index].isNaN && !images[best].isNaN) { best = index }
        }
        return best
    }

    @Test func theLargestElementAndItsPlaceAreFound() {
        forEachCase { window, channels, images, kernels in
            let pooling = Pooling(window: window, channels: channels, .float32)
            let source = GuardedBuffer(images)
            let results = GuardedBuffer([Float](repeating: -9, count: window.placeCount * channels))
            let indices = GuardedBuffer([Int64](repeating: -9, count: window.placeCount * channels))
            pooling.maximum(source.start, to: results.start, kernels: kernels, workers: .shared)
            pooling.indicesOfMaximum(source.start, to: indices.start, includesBatch: true, workers: .shared)
            let expected = (0..<results.count).map { largest(window, channels, images, $0 / channels, $0 % channels) }
            #expect(sameBits(results.elements, expected.map { images[$0] }), "\(kernels.instructionSet) \(window)")
            #expect(indices.elements.map { Int($0) } == expected)
            withExtendedLifetime(source) {}
        }
    }

    @Test func theGradientGoesToTheLargestElement() {
        forEachCase { window, channels, images, kernels in
            let pooling = Pooling(window: window, channels: channels, .float32)
            let gradient = ConvolutionCase<Float>.numbers(window.placeCount * channels, seed: 6)
            for rectified in [false, true] {
                var expected = [Float](repeating: 0, count: images.count)
                for index in gradient.indices {
                    let target = largest(window, channels, images, index / channels, index % channels)
                    if !rectified || images[target] > 0 { expected[target] += gradient[index] }
                }
                let (source, upstream) = (GuardedBuffer(images), GuardedBuffer(gradient))
                let result = GuardedBuffer([Float](repeating: .nan, count: images.count))
                pooling.maximumGradient(
                    source.start, gradient: upstream.start, to: result.start, rectified: rectified, kernels: kernels,
                    workers: .shared)
                #expect(sameBits(result.elements.map { $0 + 0 }, expected), "\(kernels.instructionSet) \(window)")
                withExtendedLifetime((source, upstream)) {}
            }
        }
    }

    @Test func theMeanIsOfWhatLiesInTheImage() {
        forEachCase { window, channels, images, kernels in
            let images = images.map { $0.isFinite ? $0 : 0.5 }
            let pooling = Pooling(window: window, channels: channels, .float32)
            let source = GuardedBuffer(images)
            let results = GuardedBuffer([Float](repeating: .nan, count: window.placeCount * channels))
            pooling.average(source.start, to: results.start, kernels: kernels, workers: .shared)
            var shares = [Float](repeating: 0, count: images.count)
            for index in 0..<results.count {
                let covered = pixels(window, place: index / channels).map { $0 * channels + index % channels }
                let mean = covered.reduce(Float.zero) { $0 + images[$1] } / Float(covered.count)
                #expect(results.elements[index] == mean, "\(kernels.instructionSet) \(window)")
                for element in covered { shares[element] += mean / Float(covered.count) }
            }
            let gradient = GuardedBuffer([Float](repeating: .nan, count: images.count))
            pooling.averageGradient(results.start, to: gradient.start, kernels: kernels, workers: .shared)
            #expect(gradient.elements == shares)
            withExtendedLifetime(source) {}
        }
    }
}
