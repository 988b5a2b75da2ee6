internal import CAdjointKernels

/// A product for every place of a window: the numbers that the window covers there, times a matrix.
///
/// Both a convolution and the gradient of its input are such products. An element is one chain of fused multiply-adds,
/// over the taps in their order and the channels of each.
struct PlaceProduct: Sendable {
    let reader: ImageReader
    let batch: Int
    let groups: Int
    /// The channels of the image, and the columns of the result, that belong to one group.
    let groupChannels: Int
    let groupColumns: Int
    let tapCount: Int
    /// The stretches of numbers that a window covers without a gap: their length and where they begin.
    let segmentLength: Int
    let segmentOffsets: [Int]
    let placeOffsets: [Int]
    /// Where the results of a band's places go, from the first one.
    let targetOffsets: [Int]
    let targetOffset: Int
    let targetRowStride: Int
    let targetImageStride: Int

    /// Where results go: the place (r, c) of image i to offset + i·imageStride + r·rowStride + c·columnStride.
    struct Target {
        var offset = 0
        var imageStride: Int
        var rowStride: Int
        var columnStride: Int
    }

    init(
        reader: ImageReader, taps: [(row: Int, column: Int)], batch: Int, groups: Int, groupColumns: Int,
        target: Target
    ) {
        self.reader = reader
        self.batch = batch
        self.groups = groups
        self.groupColumns = groupColumns
        groupChannels = reader.channels / groups
        tapCount = taps.count
        let offsets = taps.map { reader.offset(row: $0.row, column: $0.column) }
        let run = Self.contiguousRun(offsets, length: groupChannels)
        segmentLength = run * groupChannels
        segmentOffsets = stride(from: 0, to: offsets.count, by: run).map { offsets[$0] }
        placeOffsets = reader.placeOffsets(bandRows: reader.bandRows)
        targetOffsets = (0..<(reader.bandRows * reader.columns)).map { place in
            let (row, column) = place.quotientAndRemainder(dividingBy: reader.columns)
            return row * target.rowStride + column * target.columnStride
        }
        targetOffset = target.offset
        targetRowStride = target.rowStride
        targetImageStride = target.imageStride
    }

    /// The greatest number of taps, dividing their count, that always follow each other without a gap.
    private static func contiguousRun(_ offsets: [Int], length: Int) -> Int {
        let first = zip(offsets, offsets.dropFirst()).prefix { $1 - $0 == length }.count + 1
        guard first > 1, offsets.count % first == 0 else { return 1 }
        let isRegular = offsets.indices.dropFirst().allSatisfy {
            $0 % first == 0 || offsets[$0] - offsets[$0 - 1] == length
        }
        return isRegular ? first : 1
    }

    /// The length of the chains.
    var depth: Int { tapCount * groupChannels }

    var operationCount: Int { 2 * batch * reader.rows * reader.columns * groups * groupColumns * depth }

    /// Computes the results at all places.
    ///
    /// - Parameters:
    ///   - matrix: For each group, `depth` rows of `matrixStride` numbers, the first `groupColumns` of them used; a whole
    ///     number of vectors can be read from each row's first.
    func run<Scalar: GemmScalar>(
        _ images: UnsafePointer<Scalar>, matrix: UnsafePointer<Scalar>, matrixStride: Int,
        to target: UnsafeMutablePointer<Scalar>, epilogue: Gemm.Epilogue<Scalar> = .none, kernels: KernelTable,
        workers: WorkerPool
    ) {
        let kernel = kernels.gemmKernel(for: Scalar.self)
        let bandRows = bandRows(threadCount: workers.threadCount)
        guard batch > 0, reader.rows > 0, reader.columns > 0 else { return }
        let bands = (reader.rows + bandRows - 1) / bandRows
        let slabBytes = reader.slabCount(bandRows: bandRows) * MemoryLayout<Scalar>.stride
        let imageCount = reader.height * reader.width * reader.channels

        func compute(_ task: Int) {
            let (image, bandIndex) = task.quotientAndRemainder(dividingBy: bands)
            let band = bandIndex * bandRows..<min(reader.rows, (bandIndex + 1) * bandRows)
            Scratch.withBytes(slabBytes) { scratch in
                let first = reader.read(
                    images + image * imageCount, band: band, slab: scratch.assumingMemoryBound(to: Scalar.self))
                let result = target + targetOffset + image * targetImageStride + band.lowerBound * targetRowStride
                multiply(
                    first, matrix: matrix, matrixStride: matrixStride, to: result, places: band.count * reader.columns,
                    epilogue: epilogue, kernel: kernel)
            }
        }
        if operationCount > Self.leastParallelWork {
            workers.parallel(batch * bands, compute)
        } else {
            for task in 0..<(batch * bands) { compute(task) }
        }
    }

    private func multiply<Scalar: GemmScalar>(
        _ first: UnsafePointer<Scalar>, matrix: UnsafePointer<Scalar>, matrixStride: Int,
        to result: UnsafeMutablePointer<Scalar>, places: Int, epilogue: Gemm.Epilogue<Scalar>,
        kernel: adjoint_gemm_kernel
    ) {
        placeOffsets.withUnsafeBufferPointer { rows in
            targetOffsets.withUnsafeBufferPointer { targets in
                segmentOffsets.withUnsafeBufferPointer { segments in
                    for group in 0..<groups {
                        var problem = adjoint_gathered_problem(
                            a: first + group * groupChannels, a_rows: rows.baseAddress,
                            a_segments: segments.baseAddress, segments: segments.count, segment_length: segmentLength,
                            a_step: 1, b: matrix + group * depth * matrixStride, b_depth_stride: matrixStride,
                            c: result + group * groupColumns, c_rows: targets.baseAddress, continues: false,
                            bias: epilogue.bias.map { UnsafeRawPointer($0 + group * groupColumns) },
                            activation: epilogue.activation.inTile)
                        kernel.multiply_gathered(
                            &problem,
                            adjoint_gemm_region(
                                row_start: 0, row_end: places, column_start: 0, column_end: groupColumns))
                        guard case .elementwise(let function) = epilogue.activation else { continue }
                        for place in 0..<places {
                            function(result + targets[place] + group * groupColumns, groupColumns)
                        }
                    }
                }
            }
        }
    }

    /// Rows of places per task: a full band, or less where that leaves threads without work.
    private func bandRows(threadCount: Int) -> Int {
        let tasks = threadCount == 1 ? 1 : 3 * threadCount
        guard batch < tasks else { return reader.bandRows }
        return min(reader.bandRows, max(1, reader.rows * max(1, batch) / tasks))
    }

    /// Floating-point operations below which another thread does not pay.
    static let leastParallelWork = 300_000
}
