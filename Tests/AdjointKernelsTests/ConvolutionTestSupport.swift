import AdjointKernels

/// A convolution to try, with images and filter of pseudo-random numbers, and what the definition says it is.
struct ConvolutionCase<Scalar: GemmScalar & BitwiseCopyable> {
    let window: SlidingWindow
    let inputChannels: Int
    let filterChannels: Int
    let outputChannels: Int
    let images: [Scalar]
    let filter: [Scalar]
    /// The gradient of the results.
    let gradient: [Scalar]

    init(window: SlidingWindow, inputChannels: Int, filterChannels: Int? = nil, outputChannels: Int) {
        self.window = window
        self.inputChannels = inputChannels
        self.filterChannels = filterChannels ?? inputChannels
        self.outputChannels = outputChannels
        let taps = window.height.window * window.width.window
        images = Self.numbers(window.batch * window.height.input * window.width.input * inputChannels, seed: 1)
        filter = Self.numbers(taps * self.filterChannels * outputChannels, seed: 2)
        gradient = Self.numbers(window.placeCount * outputChannels, seed: 3)
    }

    static func numbers(_ count: Int, seed: UInt64) -> [Scalar] {
        (0..<count).map { index in
            var bits = (UInt64(index) &+ seed &* 0x1_0000_0001) &* 0x9e37_79b9_7f4a_7c15
            bits = (bits ^ bits >> 29) &* 0x94d0_49bb_1331_11eb
            return Scalar(Int64(bitPattern: bits ^ bits >> 32) >> 11) / 0x1p52
        }
    }

    var convolution: Convolution {
        Convolution(
            window: window, inputChannels: inputChannels, filterChannels: filterChannels,
            outputChannels: outputChannels)
    }

    /// Calls `body` with every image, place and tap: the indices of pixel (`nil` beside the image), place and tap.
    private func forEachTap(_ body: (_ pixel: Int?, _ place: Int, _ tap: Int) -> Void) {
        let (height, width) = (window.height, window.width)
        for place in 0..<window.placeCount {
            let (image, position) = place.quotientAndRemainder(dividingBy: height.output * width.output)
            let (row, column) = position.quotientAndRemainder(dividingBy: width.output)
            for tap in 0..<(height.window * width.window) {
                let (i, j) = tap.quotientAndRemainder(dividingBy: width.window)
                let y = row * height.stride + i * height.dilation - height.padding
                let x = column * width.stride + j * width.dilation - width.padding
                let isInside = y >= 0 && y < height.input && x >= 0 && x < width.input
                body(isInside ? (image * height.input + y) * width.input + x : nil, place, tap)
            }
        }
    }

    /// The results by definition: per element one chain over taps and channels, zeros beside the image.
    func results() -> [Scalar] {
        var results = [Scalar](repeating: 0, count: window.placeCount * outputChannels)
        let groupOutputs = outputChannels / (inputChannels / filterChannels)
        forEachTap { pixel, place, tap in
            for output in 0..<outputChannels {
                for channel in 0..<filterChannels {
                    let source = output / groupOutputs * filterChannels + channel
                    let x = pixel.map { images[$0 * inputChannels + source] } ?? 0
                    results[place * outputChannels + output].addProduct(
                        x, filter[(tap * filterChannels + channel) * outputChannels + output])
                }
            }
        }
        return results
    }

    /// The gradient of the filter by definition: per element one chain over the places.
    func filterGradient() -> [Scalar] {
        var result = [Scalar](repeating: 0, count: filter.count)
        let groupOutputs = outputChannels / (inputChannels / filterChannels)
        forEachTap { pixel, place, tap in
            for output in 0..<outputChannels {
                for channel in 0..<filterChannels {
                    let source = output / groupOutputs * filterChannels + channel
                    let x = pixel.map { images[$0 * inputChannels + source] } ?? 0
                    result[(tap * filterChannels + channel) * outputChannels + output].addProduct(
                        x, gradient[place * outputChannels + output])
                }
            }
        }
        return result
    }

    /// The gradient of the images by definition, in double precision, and the sum of its terms' sizes.
    func imageGradient() -> (values: [Double], sizes: [Double]) {
        var values = [Double](repeating: 0, count: images.count)
        var sizes = values
        let groupOutputs = outputChannels / (inputChannels / filterChannels)
        forEachTap { pixel, place, tap in
            guard let pixel else { return }
            for output in 0..<outputChannels {
                for channel in 0..<filterChannels {
                    let target = pixel * inputChannels + output / groupOutputs * filterChannels + channel
                    let term =
                        Double(gradient[place * outputChannels + output])
                        * Double(filter[(tap * filterChannels + channel) * outputChannels + output])
                    values[target] += term
                    sizes[target] += abs(term)
                }
            }
        }
        return (values, sizes)
    }

    // MARK: What the kernels make of it. Operands and results end at forbidden pages; results hold NaN at first.

    func computedResults(
        epilogue: (GuardedBuffer<Scalar>?, Gemm.Activation<Scalar>) = (nil, .none), kernels: KernelTable = .best,
        workers: WorkerPool = .shared
    ) -> [Scalar] {
        let (images, filter) = (GuardedBuffer(images), GuardedBuffer(filter))
        let results = GuardedBuffer([Scalar](repeating: .nan, count: window.placeCount * outputChannels))
        let plan = Convolution.Forward<Scalar>(convolution)
        let scratch = UnsafeMutableRawPointer.allocate(
            byteCount: plan.scratchByteCount(kernels: kernels), alignment: 64)
        defer { scratch.deallocate() }
        plan.run(
            images.start, filter: filter.start, to: results.start,
            epilogue: .init(bias: epilogue.0.map { UnsafePointer($0.start) }, activation: epilogue.1),
            scratch: scratch, kernels: kernels, workers: workers)
        return withExtendedLifetime((images, filter, epilogue.0)) { results.elements }
    }

    func computedImageGradient(kernels: KernelTable = .best, workers: WorkerPool = .shared) -> [Scalar] {
        let (gradient, filter) = (GuardedBuffer(gradient), GuardedBuffer(filter))
        let result = GuardedBuffer([Scalar](repeating: .nan, count: images.count))
        let plan = Convolution.InputGradient<Scalar>(convolution)
        let scratch = UnsafeMutableRawPointer.allocate(
            byteCount: plan.scratchByteCount(kernels: kernels), alignment: 64)
        defer { scratch.deallocate() }
        plan.run(
            gradient.start, filter: filter.start, to: result.start, scratch: scratch, kernels: kernels,
            workers: workers)
        return withExtendedLifetime((gradient, filter)) { result.elements }
    }

    func computedFilterGradient(kernels: KernelTable = .best, workers: WorkerPool = .shared) -> [Scalar] {
        let (images, gradient) = (GuardedBuffer(images), GuardedBuffer(gradient))
        let result = GuardedBuffer([Scalar](repeating: .nan, count: filter.count))
        Convolution.FilterGradient<Scalar>(convolution).run(
            images.start, gradient: gradient.start, to: result.start, kernels: kernels, workers: workers)
        return withExtendedLifetime((images, gradient)) { result.elements }
    }
}

extension SlidingWindow {
    /// A window with TensorFlow's `SAME` padding, or none.
    init(
        batch: Int, _ height: Int, _ width: Int, window: (Int, Int), stride: (Int, Int) = (1, 1),
        dilation: (Int, Int) = (1, 1), isPadded: Bool
    ) {
        func axis(_ input: Int, _ window: Int, _ stride: Int, _ dilation: Int) -> WindowAxis {
            let covered = (window - 1) * dilation + 1
            let output = isPadded ? (input + stride - 1) / stride : (input - covered) / stride + 1
            let padding = isPadded ? max(0, (output - 1) * stride + covered - input) / 2 : 0
            return WindowAxis(
                input: input, window: window, stride: stride, dilation: dilation, padding: padding, output: output)
        }
        self.init(
            batch: batch, height: axis(height, window.0, stride.0, dilation.0),
            width: axis(width, window.1, stride.1, dilation.1))
    }
}
