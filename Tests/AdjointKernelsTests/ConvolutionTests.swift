import AdjointKernels
import Testing

/// The laws of convolution, for every instruction set of this machine and both element types.
@Suite struct ConvolutionTests {
    static let tables = KernelTable.available

    /// Windows of every kind, over images that are larger and smaller than tiles.
    static let windows = [
        SlidingWindow(batch: 2, 5, 7, window: (3, 3), isPadded: true),
        SlidingWindow(batch: 1, 13, 4, window: (2, 3), isPadded: false),
        SlidingWindow(batch: 3, 6, 5, window: (3, 2), stride: (2, 2), isPadded: true),
        SlidingWindow(batch: 1, 9, 8, window: (3, 3), stride: (2, 3), isPadded: false),
        SlidingWindow(batch: 2, 7, 6, window: (2, 2), dilation: (3, 2), isPadded: true),
        SlidingWindow(batch: 1, 4, 29, window: (1, 5), isPadded: true),
        SlidingWindow(batch: 2, 3, 3, window: (1, 1), stride: (2, 1), isPadded: false),
        SlidingWindow(batch: 1, 2, 2, window: (5, 5), isPadded: true),
    ]

    private static let channels = [
        (input: 1, output: 1), (1, 9), (3, 16), (2, 17), (5, 33), (8, 64), (1, 80), (19, 3),
    ]

    private func forEachCase(_ body: (ConvolutionCase<Float>, KernelTable) -> Void) {
        for (index, window) in Self.windows.enumerated() {
            for offset in 0..<3 {
                let (input, output) = Self.channels[(index * 3 + offset * 2) % Self.channels.count]
                let convolution = ConvolutionCase<Float>(window: window, inputChannels: input, outputChannels: output)
                for kernels in Self.tables { body(convolution, kernels) }
            }
        }
    }

    @Test func everyResultIsTheChain() {
        forEachCase { convolution, kernels in
            #expect(
                sameBits(convolution.computedResults(kernels: kernels), convolution.results()),
                "\(kernels.instructionSet) \(convolution.window)")
        }
    }

    @Test func everyElementOfTheFiltersGradientIsTheChain() {
        forEachCase { convolution, kernels in
            #expect(
                sameBits(convolution.computedFilterGradient(kernels: kernels), convolution.filterGradient()),
                "\(kernels.instructionSet) \(convolution.window)")
        }
    }

    @Test func theImagesGradientIsTheSumThatTheDefinitionStates() {
        forEachCase { convolution, kernels in
            let (expected, sizes) = convolution.imageGradient()
            let computed = convolution.computedImageGradient(kernels: kernels)
            for index in expected.indices {
                #expect(
                    abs(Double(computed[index]) - expected[index]) <= sizes[index] * 0x1p-20,
                    "\(kernels.instructionSet) \(convolution.window), element \(index)")
            }
        }
    }

    @Test func doublePrecisionFollowsTheSameLaws() {
        for window in Self.windows {
            let convolution = ConvolutionCase<Double>(window: window, inputChannels: 3, outputChannels: 11)
            let (expected, sizes) = convolution.imageGradient()
            for kernels in Self.tables {
                #expect(sameBits(convolution.computedResults(kernels: kernels), convolution.results()))
                #expect(sameBits(convolution.computedFilterGradient(kernels: kernels), convolution.filterGradient()))
                let computed = convolution.computedImageGradient(kernels: kernels)
                #expect(zip(computed, zip(expected, sizes)).allSatisfy { abs($0 - $1.0) <= $1.1 * 0x1p-48 })
            }
        }
    }

    @Test func groupsOfChannelsHaveFiltersOfTheirOwn() {
        for window in Self.windows {
            let convolution = ConvolutionCase<Float>(
                window: window, inputChannels: 6, filterChannels: 2, outputChannels: 9)
            let (expected, sizes) = convolution.imageGradient()
            for kernels in Self.tables {
                #expect(sameBits(convolution.computedResults(kernels: kernels), convolution.results()))
                #expect(sameBits(convolution.computedFilterGradient(kernels: kernels), convolution.filterGradient()))
                let computed = convolution.computedImageGradient(kernels: kernels)
                #expect(zip(computed, zip(expected, sizes)).allSatisfy { abs(Double($0) - $1.0) <= $1.1 * 0x1p-20 })
            }
        }
    }

    @Test func instructionSetsAndThreadsGiveTheSameBits() {
        let pool = WorkerPool(threadCount: 3)
        let window = SlidingWindow(batch: 3, 17, 19, window: (3, 3), isPadded: true)
        let convolution = ConvolutionCase<Float>(window: window, inputChannels: 8, outputChannels: 24)
        let results = convolution.computedResults(workers: .serial)
        let (images, filter) = (
            convolution.computedImageGradient(workers: .serial), convolution.computedFilterGradient(workers: .serial)
        )
        for kernels in Self.tables {
            #expect(sameBits(convolution.computedResults(kernels: kernels, workers: pool), results))
            #expect(sameBits(convolution.computedImageGradient(kernels: kernels, workers: pool), images))
            #expect(sameBits(convolution.computedFilterGradient(kernels: kernels, workers: pool), filter))
        }
    }

    @Test func imagesBeyondABandGoOnWhereItEnds() {
        // A slab of 256 KiB holds some of these rows.
        let window = SlidingWindow(batch: 1, 11, 40, window: (3, 3), isPadded: true)
        let convolution = ConvolutionCase<Float>(window: window, inputChannels: 160, outputChannels: 1)
        #expect(sameBits(convolution.computedResults(), convolution.results()))
        #expect(sameBits(convolution.computedFilterGradient(), convolution.filterGradient()))
    }

    @Test func biasAndActivationFollowTheLastProduct() {
        for window in Self.windows {
            let convolution = ConvolutionCase<Float>(window: window, inputChannels: 3, outputChannels: 19)
            let bias = ConvolutionCase<Float>.numbers(19, seed: 4)
            let results = convolution.results().enumerated().map { $1 + bias[$0 % 19] }
            for kernels in Self.tables {
                let rectified = convolution.computedResults(
                    epilogue: (GuardedBuffer(bias), .relu), kernels: kernels)
                #expect(sameBits(rectified, results.map { $0 <= 0 ? 0 : $0 }))
                let negated = convolution.computedResults(
                    epilogue: (GuardedBuffer(bias), .elementwise { for index in 0..<$1 { $0[index].negate() } }),
                    kernels: kernels)
                #expect(sameBits(negated, results.map { -$0 }))
            }
        }
    }

    @Test func numbersThatAreNoneStayInTheirImage() {
        let window = SlidingWindow(batch: 2, 3, 4, window: (3, 3), isPadded: true)
        let base = ConvolutionCase<Float>(window: window, inputChannels: 2, outputChannels: 5)
        var spoiled = base.images
        spoiled[0] = .nan
        let images = GuardedBuffer(spoiled)
        let filter = GuardedBuffer(base.filter)
        let results = GuardedBuffer([Float](repeating: 0, count: window.placeCount * 5))
        let plan = Convolution.Forward<Float>(base.convolution)
        let scratch = UnsafeMutableRawPointer.allocate(byteCount: plan.scratchByteCount(), alignment: 64)
        defer { scratch.deallocate() }
        plan.run(images.start, filter: filter.start, to: results.start, scratch: scratch, workers: .serial)
        let half = results.count / 2
        #expect(results.elements[0].isNaN)
        #expect(sameBits(Array(results.elements[half...]), Array(base.results()[half...])))
        withExtendedLifetime((images, filter)) {}
    }
}
