internal import CAdjointKernels

/// Two-dimensional convolution of batches of images [batch, height, width, channels], and its gradients, planned once
/// per shape.
///
/// An element of a result is one chain of fused multiply-adds, started at +0, in an order that the shapes of image and
/// filter determine; padding takes part in it as zeros. Its bits depend on neither batch nor threads nor instruction
/// set.
public struct Convolution: Sendable {
    /// The window's geometry.
    public let window: SlidingWindow
    /// The images' channels.
    public let inputChannels: Int
    /// The results' channels.
    public let outputChannels: Int
    /// The filter's channels, of which each group of the images has as many.
    public let filterChannels: Int

    /// Plans nothing yet: see ``Forward``, ``InputGradient`` and ``FilterGradient``.
    ///
    /// - Precondition: `inputChannels` is a multiple of `filterChannels`, and `outputChannels` of their quotient.
    public init(window: SlidingWindow, inputChannels: Int, filterChannels: Int, outputChannels: Int) {
        precondition(
            filterChannels > 0 && inputChannels % filterChannels == 0
                && outputChannels % (inputChannels / filterChannels) == 0, "a convolution's channels do not divide")
        self.window = window
        self.inputChannels = inputChannels
        self.filterChannels = filterChannels
        self.outputChannels = outputChannels
    }

    /// The parts that images and results fall into, each with a filter of its own.
    var groups: Int { inputChannels / filterChannels }
    var groupOutputs: Int { outputChannels / groups }
    var tapCount: Int { window.height.window * window.width.window }

    /// Two operations per multiply-add.
    public var operationCount: Int { 2 * window.placeCount * outputChannels * tapCount * filterChannels }

    /// The elements of the window, where they lie at place (0, 0).
    var taps: [(row: Int, column: Int)] {
        (0..<window.height.window).flatMap { row in
            (0..<window.width.window).map { column in
                (window.height.offset(ofElement: row), window.width.offset(ofElement: column))
            }
        }
    }

    func reader(elementBytes: Int) -> ImageReader {
        ImageReader(
            height: window.height.input, width: window.width.input, channels: inputChannels,
            rows: window.height.output, columns: window.width.output, rowStep: window.height.stride,
            columnStep: window.width.stride, taps: taps, elementBytes: elementBytes)
    }
}

extension Convolution {
    /// y[n, r, c, o] = Σ over taps and channels of x · filter.
    public struct Forward<Scalar: GemmScalar>: Sendable {
        private let product: PlaceProduct
        private let outputChannels: Int

        /// Plans for a convolution's shape.
        public init(_ convolution: Convolution) {
            let (height, width) = (convolution.window.height, convolution.window.width)
            let reader = convolution.reader(elementBytes: MemoryLayout<Scalar>.stride)
            outputChannels = convolution.outputChannels
            product = PlaceProduct(
                reader: reader, taps: convolution.taps, batch: convolution.window.batch, groups: convolution.groups,
                groupColumns: convolution.groupOutputs,
                target: PlaceProduct.Target(
                    imageStride: height.output * width.output * outputChannels,
                    rowStride: width.output * outputChannels, columnStride: outputChannels))
        }

        /// Two operations per multiply-add.
        public var operationCount: Int { product.operationCount }

        /// The bytes of scratch memory that a run needs.
        public func scratchByteCount(kernels: KernelTable = .best) -> Int {
            FilterMatrix(product, lanes: kernels.lanes(of: Scalar.self)).count * MemoryLayout<Scalar>.stride
        }

        /// Computes the results.
        ///
        /// - Parameters:
        ///   - images: [batch, height, width, inputChannels].
        ///   - filter: [window height, window width, filterChannels, outputChannels].
        ///   - results: [batch, rows, columns, outputChannels].
        ///   - epilogue: What to do to an element after its last product; the bias has one number per output channel.
        ///   - scratch: Memory of ``scratchByteCount(kernels:)``.
        public func run(
            _ images: UnsafePointer<Scalar>, filter: UnsafePointer<Scalar>, to results: UnsafeMutablePointer<Scalar>,
            epilogue: Gemm.Epilogue<Scalar> = .none, scratch: UnsafeMutableRawPointer, kernels: KernelTable = .best,
            workers: WorkerPool
        ) {
            let lanes = kernels.lanes(of: Scalar.self)
            if product.groups == 1, outputChannels % lanes == 0 {
                product.run(
                    images, matrix: filter, matrixStride: outputChannels, to: results, epilogue: epilogue,
                    kernels: kernels, workers: workers)
                return
            }
            let matrix = FilterMatrix(product, lanes: lanes)
            let packed = scratch.assumingMemoryBound(to: Scalar.self)
            matrix.pack(to: packed, workers: workers) { group, row in
                (filter + row * outputChannels + group * product.groupColumns, 1)
            }
            product.run(
                images, matrix: packed, matrixStride: matrix.stride, to: results, epilogue: epilogue, kernels: kernels,
                workers: workers)
        }
    }

    /// The gradient of the images: where a result's gradient times the filter goes back to.
    ///
    /// Pixels fall into phases by what the strides leave; those of one phase meet the same taps, so that each phase is a
    /// product for every place of a window over the results' gradient.
    public struct InputGradient<Scalar: GemmScalar>: Sendable {
        private let phases: [(product: PlaceProduct, taps: [Int])]
        private let filterChannels: Int
        private let outputChannels: Int

        /// Plans for a convolution's shape.
        public init(_ convolution: Convolution) {
            let (height, width) = (convolution.window.height, convolution.window.width)
            filterChannels = convolution.filterChannels
            outputChannels = convolution.outputChannels
            var phases: [(product: PlaceProduct, taps: [Int])] = []
            for rowPhase in 0..<min(height.stride, height.input) {
                for columnPhase in 0..<min(width.stride, width.input) {
                    var taps: [(row: Int, column: Int)] = []
                    var indices: [Int] = []
                    for (row, rowOffset) in height.gradientTaps(phase: rowPhase) {
                        for (column, columnOffset) in width.gradientTaps(phase: columnPhase) {
                            taps.append((rowOffset, columnOffset))
                            indices.append(row * width.window + column)
                        }
                    }
                    let reader = ImageReader(
                        height: height.output, width: width.output, channels: outputChannels,
                        rows: (height.input - rowPhase + height.stride - 1) / height.stride,
                        columns: (width.input - columnPhase + width.stride - 1) / width.stride, rowStep: 1,
                        columnStep: 1, taps: taps, elementBytes: MemoryLayout<Scalar>.stride)
                    let rowLength = width.input * convolution.inputChannels
                    let product = PlaceProduct(
                        reader: reader, taps: taps, batch: convolution.window.batch, groups: convolution.groups,
                        groupColumns: filterChannels,
                        target: PlaceProduct.Target(
                            offset: rowPhase * rowLength + columnPhase * convolution.inputChannels,
                            imageStride: height.input * rowLength, rowStride: height.stride * rowLength,
                            columnStride: width.stride * convolution.inputChannels))
                    phases.append((product, indices))
                }
            }
            self.phases = phases
        }

        /// The bytes of scratch memory that a run needs.
        public func scratchByteCount(kernels: KernelTable = .best) -> Int {
            let lanes = kernels.lanes(of: Scalar.self)
            return phases.reduce(0) { $0 + FilterMatrix($1.product, lanes: lanes).count } * MemoryLayout<Scalar>.stride
        }

        /// Computes the gradient of the images.
        ///
        /// - Parameters:
        ///   - gradient: That of the results, [batch, rows, columns, outputChannels].
        ///   - filter: [window height, window width, filterChannels, outputChannels].
        ///   - images: The gradient of the images, [batch, height, width, inputChannels].
        ///   - scratch: Memory of ``scratchByteCount(kernels:)``.
        public func run(
            _ gradient: UnsafePointer<Scalar>, filter: UnsafePointer<Scalar>, to images: UnsafeMutablePointer<Scalar>,
            scratch: UnsafeMutableRawPointer, kernels: KernelTable = .best, workers: WorkerPool
        ) {
            let lanes = kernels.lanes(of: Scalar.self)
            var packed = scratch.assumingMemoryBound(to: Scalar.self)
            for (product, taps) in phases {
                let matrix = FilterMatrix(product, lanes: lanes)
                matrix.pack(to: packed, workers: workers) { group, row in
                    let (tap, output) = row.quotientAndRemainder(dividingBy: product.groupChannels)
                    let start = taps[tap] * filterChannels * outputChannels + group * product.groupChannels + output
                    return (filter + start, outputChannels)
                }
                product.run(
                    gradient, matrix: packed, matrixStride: matrix.stride, to: images, kernels: kernels,
                    workers: workers)
                packed += matrix.count
            }
        }
    }
}

extension WindowAxis {
    /// The window's elements that reach the pixels phase, phase + stride…, and where, seen from the pixel phase, the
    /// places lie that they reach it from; in ascending order of the places.
    fileprivate func gradientTaps(phase: Int) -> [(element: Int, offset: Int)] {
        (0..<window).reversed().compactMap { element in
            let distance = phase - offset(ofElement: element)
            return distance % stride == 0 ? (element, distance / stride) : nil
        }
    }
}

/// The layout of a filter as the matrices that a ``PlaceProduct`` takes, one for each group, its rows filled up to whole
/// vectors.
struct FilterMatrix {
    let groups: Int
    let depth: Int
    let columns: Int
    let stride: Int

    init(_ product: PlaceProduct, lanes: Int) {
        (groups, depth, columns) = (product.groups, product.depth, product.groupColumns)
        stride = (columns + lanes - 1) / lanes * lanes
    }

    /// The numbers it holds.
    var count: Int { groups * depth * stride }

    /// Fills the matrices; `source` says where a row's numbers stand and how far apart.
    func pack<Scalar: GemmScalar>(
        to target: UnsafeMutablePointer<Scalar>, workers: WorkerPool,
        source: (_ group: Int, _ row: Int) -> (first: UnsafePointer<Scalar>, distance: Int)
    ) {
        workers.parallelRanges(groups * depth, grain: max(64, 16384 / max(1, stride))) { range in
            for index in range {
                let (group, row) = index.quotientAndRemainder(dividingBy: depth)
                let (first, distance) = source(group, row)
                let line = target + index * stride
                for column in 0..<columns { line[column] = first[column * distance] }
                for column in columns..<stride { line[column] = 0 }
            }
        }
    }
}

extension KernelTable {
    /// The numbers of a vector.
    func lanes<Scalar: GemmScalar>(of scalar: Scalar.Type) -> Int { gemmKernel(for: scalar).lanes }
}
