internal import CAdjointKernels

extension Convolution {
    /// The gradient of the filter: for every tap, the images' numbers there times the results' gradient, summed over all
    /// places of all images in their order.
    public struct FilterGradient<Scalar: GemmScalar>: Sendable {
        private let convolution: Convolution
        private let reader: ImageReader
        /// Where the numbers of a window lie from a place's first, tap by tap.
        private let rowOffsets: [Int]
        /// Where a band's rows of places begin.
        private let segmentOffsets: [Int]
        private let targetOffsets: [Int]

        /// Plans for a convolution's shape.
        public init(_ convolution: Convolution) {
            self.convolution = convolution
            let reader = convolution.reader(elementBytes: MemoryLayout<Scalar>.stride)
            self.reader = reader
            rowOffsets = convolution.taps.flatMap { tap in
                (0..<convolution.filterChannels).map { reader.offset(row: tap.row, column: tap.column) + $0 }
            }
            segmentOffsets = (0..<reader.bandRows).map { $0 * reader.rowStep * reader.rowStride }
            targetOffsets = rowOffsets.indices.map { $0 * convolution.outputChannels }
        }

        /// Computes the gradient of the filter.
        ///
        /// - Parameters:
        ///   - images: [batch, height, width, inputChannels].
        ///   - gradient: That of the results, [batch, rows, columns, outputChannels].
        ///   - filter: The gradient of the filter, [window height, window width, filterChannels, outputChannels].
        public func run(
            _ images: UnsafePointer<Scalar>, gradient: UnsafePointer<Scalar>, to filter: UnsafeMutablePointer<Scalar>,
            kernels: KernelTable = .best, workers: WorkerPool
        ) {
            let rows = rowOffsets.count
            let groups = convolution.groups
            guard rows > 0, convolution.outputChannels > 0 else { return }
            guard convolution.window.placeCount > 0 else {
                filter.update(repeating: 0, count: rows * convolution.outputChannels)
                return
            }
            let parts =
                convolution.operationCount > PlaceProduct.leastParallelWork
                ? min(rows, max(1, (workers.threadCount + groups - 1) / groups)) : 1
            workers.parallel(groups * parts) { task in
                let (group, part) = task.quotientAndRemainder(dividingBy: parts)
                accumulate(
                    images, gradient: gradient, to: filter, group: group,
                    rows: rows * part / parts..<rows * (part + 1) / parts, kernels: kernels)
            }
        }

        /// Computes some rows of one group, over all images.
        private func accumulate(
            _ images: UnsafePointer<Scalar>, gradient: UnsafePointer<Scalar>, to filter: UnsafeMutablePointer<Scalar>,
            group: Int, rows: Range<Int>, kernels: KernelTable
        ) {
            let kernel = kernels.gemmKernel(for: Scalar.self)
            let (outputs, columns) = (convolution.outputChannels, convolution.groupOutputs)
            let packedStride = (columns + kernel.lanes - 1) / kernel.lanes * kernel.lanes
            let isPacked = packedStride != columns
            let slabCount = (reader.slabCount(bandRows: reader.bandRows) + 15) / 16 * 16
            let packedCount = isPacked ? reader.bandRows * reader.columns * packedStride : 0
            let imageCount = reader.height * reader.width * reader.channels
            Scratch.withBytes((slabCount + packedCount) * MemoryLayout<Scalar>.stride) { scratch in
                let slab = scratch.assumingMemoryBound(to: Scalar.self)
                let packed = slab + slabCount
                var continues = false
                for image in 0..<convolution.window.batch {
                    for start in stride(from: 0, to: reader.rows, by: reader.bandRows) {
                        let band = start..<min(reader.rows, start + reader.bandRows)
                        let first = reader.read(images + image * imageCount, band: band, slab: slab)
                        let firstPlace = (image * reader.rows + start) * reader.columns
                        var matrix = gradient + firstPlace * outputs + group * columns
                        var matrixStride = outputs
                        if isPacked {
                            for place in 0..<(band.count * reader.columns) {
                                let line = packed + place * packedStride
                                line.update(from: matrix + place * outputs, count: columns)
                                (line + columns).update(repeating: 0, count: packedStride - columns)
                            }
                            (matrix, matrixStride) = (UnsafePointer(packed), packedStride)
                        }
                        multiply(
                            first + group * convolution.filterChannels, matrix: matrix, matrixStride: matrixStride,
                            to: filter + group * columns, segments: band.count, rows: rows, columns: columns,
                            continues: continues, kernel: kernel)
                        continues = true
                    }
                }
            }
        }

        private func multiply(
            _ first: UnsafePointer<Scalar>, matrix: UnsafePointer<Scalar>, matrixStride: Int,
            to target: UnsafeMutablePointer<Scalar>, segments: Int, rows: Range<Int>, columns: Int, continues: Bool,
            kernel: adjoint_gemm_kernel
        ) {
            rowOffsets.withUnsafeBufferPointer { rowOffsets in
                targetOffsets.withUnsafeBufferPointer { targetOffsets in
                    segmentOffsets.withUnsafeBufferPointer { segmentOffsets in
                        var problem = adjoint_gathered_problem(
                            a: first, a_rows: rowOffsets.baseAddress, a_segments: segmentOffsets.baseAddress,
                            segments: segments, segment_length: reader.columns,
                            a_step: reader.columnStep * reader.channels, b: matrix, b_depth_stride: matrixStride,
                            c: target, c_rows: targetOffsets.baseAddress, continues: continues, bias: nil,
                            activation: ADJOINT_GEMM_IDENTITY)
                        kernel.multiply_gathered(
                            &problem,
                            adjoint_gemm_region(
                                row_start: rows.lowerBound, row_end: rows.upperBound, column_start: 0,
                                column_end: columns))
                    }
                }
            }
        }
    }
}
