internal import CAdjointKernels

/// General matrix multiplication on row-major matrices.
///
/// An element of a product is one chain of fused multiply-adds in ascending k, started at +0, then the bias added, then
/// the activation applied: its bits depend on its own row of A, its own column of B, its bias and the depth alone, never
/// on the other dimensions, the strides, the transpositions, the instruction set or the threads. (Which of several NaNs
/// survives is left open.)
public enum Gemm {
    /// Computes C = activation(op(A)·op(B) + bias), where op transposes or not.
    ///
    /// - Parameters:
    ///   - transposeA: Whether `a` holds A as [k, m] instead of [m, k].
    ///   - transposeB: Whether `b` holds B as [n, k] instead of [k, n].
    ///   - m: The rows of op(A) and C.
    ///   - n: The columns of op(B) and C.
    ///   - k: The columns of op(A) and rows of op(B). With zero, the product is all zeros.
    ///   - a: The matrix A as stored.
    ///   - aStride: The distance between A's stored rows, in elements.
    ///   - b: The matrix B as stored.
    ///   - bStride: The distance between B's stored rows, in elements.
    ///   - c: The result, [m, n]; overwritten, whatever it held. It must not overlap the operands.
    ///   - cStride: The distance between C's rows, in elements.
    ///   - epilogue: What to do to an element after its last product.
    ///   - kernels: The kernels to compute with.
    ///   - workers: The threads to compute on.
    /// - Precondition: No dimension is negative, and no stride is less than its row's length.
    /// - Complexity: 2·m·n·k floating-point operations.
    public static func multiply<Scalar: GemmScalar>(
        transposeA: Bool = false, transposeB: Bool = false, rows m: Int, columns n: Int, depth k: Int,
        a: UnsafePointer<Scalar>, aStride: Int, b: UnsafePointer<Scalar>, bStride: Int,
        into c: UnsafeMutablePointer<Scalar>, cStride: Int, epilogue: Epilogue<Scalar> = .none,
        kernels: KernelTable = .best, workers: WorkerPool
    ) {
        multiplyBatch(
            1, transposeA: transposeA, transposeB: transposeB, rows: m, columns: n, depth: k,
            a: a, aStride: aStride, aBatchStride: 0, b: b, bStride: bStride, bBatchStride: 0,
            into: c, cStride: cStride, cBatchStride: 0, epilogue: epilogue, kernels: kernels, workers: workers)
    }

    /// Computes `count` products C[i] = activation(op(A[i])·op(B[i]) + bias) of equal dimensions.
    ///
    /// - Parameters:
    ///   - count: The number of products.
    ///   - aBatchStride: The distance between the A matrices, in elements; 0 shares one.
    ///   - bBatchStride: The distance between the B matrices, in elements; 0 shares one.
    ///   - cBatchStride: The distance between the results, in elements; they must not overlap.
    /// - Precondition: As of the single product.
    /// - Complexity: 2·count·m·n·k floating-point operations.
    public static func multiplyBatch<Scalar: GemmScalar>(
        _ count: Int, transposeA: Bool = false, transposeB: Bool = false, rows m: Int, columns n: Int, depth k: Int,
        a: UnsafePointer<Scalar>, aStride: Int, aBatchStride: Int,
        b: UnsafePointer<Scalar>, bStride: Int, bBatchStride: Int,
        into c: UnsafeMutablePointer<Scalar>, cStride: Int, cBatchStride: Int, epilogue: Epilogue<Scalar> = .none,
        kernels: KernelTable = .best, workers: WorkerPool
    ) {
        precondition(count >= 0, "gemm: negative batch \(count)")
        precondition(m >= 0 && n >= 0 && k >= 0, "gemm: negative dimension in [\(m), \(k)] · [\(k), \(n)]")
        precondition(aStride >= (transposeA ? m : k), "gemm: A's row stride \(aStride) is less than its row")
        precondition(bStride >= (transposeB ? k : n), "gemm: B's row stride \(bStride) is less than its row")
        precondition(cStride >= n, "gemm: C's row stride \(cStride) is less than its row of \(n)")
        guard count > 0, m > 0, n > 0 else { return }

        let kernel = kernels.gemmKernel(for: Scalar.self)
        let problem = adjoint_gemm_problem(
            rows: m, columns: n, depth: k,
            a: a, a_row_stride: transposeA ? 1 : aStride, a_depth_stride: transposeA ? aStride : 1,
            b: b, b_depth_stride: transposeB ? 1 : bStride, b_column_stride: transposeB ? bStride : 1,
            c: c, c_row_stride: cStride, bias: epilogue.bias, activation: epilogue.activation.inTile)
        let grid = GemmGrid(
            rows: m, columns: n, depth: k, batchCount: count, tileColumns: kernel.tile_columns,
            threadCount: workers.threadCount)

        func compute(_ index: Int) {
            let (item, regionIndex) = index.quotientAndRemainder(dividingBy: grid.regionCount)
            let (rows, columns) = grid.region(regionIndex)
            var problem = problem
            problem.a = UnsafeRawPointer(a + item * aBatchStride)
            problem.b = UnsafeRawPointer(b + item * bBatchStride)
            let result = c + item * cBatchStride
            problem.c = UnsafeMutableRawPointer(result)
            let region = adjoint_gemm_region(
                row_start: rows.lowerBound, row_end: rows.upperBound,
                column_start: columns.lowerBound, column_end: columns.upperBound)
            Scratch.withBytes(kernel.scratch_bytes) { kernel.multiply(&problem, region, $0) }
            if case .elementwise(let function) = epilogue.activation {
                for row in rows { function(result + row * cStride + columns.lowerBound, columns.count) }
            }
        }
        if grid.isParallel {
            workers.parallel(count * grid.regionCount, compute)
        } else {
            for index in 0..<count { compute(index) }
        }
    }

    /// Computes op(A)·op(B) block by block and hands each block over while it is in the cache, in place of writing C.
    ///
    /// For consumers that read every element once, such as an optimizer's update: the product never goes through
    /// memory. The elements have the bits that ``multiply(transposeA:transposeB:rows:columns:depth:a:aStride:b:bStride:into:cStride:epilogue:kernels:workers:)``
    /// gives.
    ///
    /// - Parameters:
    ///   - consume: Takes the block's rows and columns within C, its first element, and the distance between its rows.
    ///     Called from several threads; the blocks are disjoint and cover C.
    /// - Complexity: 2·m·n·k floating-point operations.
    public static func multiply<Scalar: GemmScalar>(
        transposeA: Bool, transposeB: Bool, rows m: Int, columns n: Int, depth k: Int,
        a: UnsafePointer<Scalar>, aStride: Int, b: UnsafePointer<Scalar>, bStride: Int,
        kernels: KernelTable = .best, workers: WorkerPool,
        consume: (_ rows: Range<Int>, _ columns: Range<Int>, _ block: UnsafePointer<Scalar>, _ blockStride: Int) -> Void
    ) {
        precondition(m >= 0 && n >= 0 && k >= 0, "gemm: negative dimension in [\(m), \(k)] · [\(k), \(n)]")
        guard m > 0, n > 0 else { return }
        let kernel = kernels.gemmKernel(for: Scalar.self)
        let grid = GemmGrid(
            rows: m, columns: n, depth: k, tileColumns: kernel.tile_columns, threadCount: workers.threadCount)

        func compute(_ index: Int) {
            let (rows, columns) = grid.region(index)
            guard !rows.isEmpty, !columns.isEmpty else { return }
            // Blocks about as high as they are wide: every element that is packed for a block is used often.
            let parts = (columns.count + consumedBlockColumns - 1) / consumedBlockColumns
            let (tileRows, tileColumns) = (kernel.tile_rows, kernel.tile_columns)
            let stride = min(columns.count, (columns.count / parts + tileColumns) / tileColumns * tileColumns)
            let blockRows = max(
                tileRows, consumedBlockBytes / (stride * MemoryLayout<Scalar>.stride) / tileRows * tileRows)
            let size = min(blockRows, rows.count) * stride
            Scratch.withBytes(size * MemoryLayout<Scalar>.stride) { scratch in
                let block = scratch.assumingMemoryBound(to: Scalar.self)
                for first in Swift.stride(from: rows.lowerBound, to: rows.upperBound, by: blockRows) {
                    let blockRange = first..<min(first + blockRows, rows.upperBound)
                    for left in Swift.stride(from: columns.lowerBound, to: columns.upperBound, by: stride) {
                        let blockColumns = left..<min(left + stride, columns.upperBound)
                        // The kernel addresses C by absolute rows and columns; this is where C would begin.
                        var problem = adjoint_gemm_problem(
                            rows: m, columns: n, depth: k,
                            a: a, a_row_stride: transposeA ? 1 : aStride, a_depth_stride: transposeA ? aStride : 1,
                            b: b, b_depth_stride: transposeB ? 1 : bStride, b_column_stride: transposeB ? bStride : 1,
                            c: block - (first * stride + left), c_row_stride: stride, bias: nil,
                            activation: ADJOINT_GEMM_IDENTITY)
                        let region = adjoint_gemm_region(
                            row_start: blockRange.lowerBound, row_end: blockRange.upperBound,
                            column_start: blockColumns.lowerBound, column_end: blockColumns.upperBound)
                        Scratch.withBytes(kernel.scratch_bytes) { kernel.multiply(&problem, region, $0) }
                        consume(blockRange, blockColumns, block, stride)
                    }
                }
            }
        }
        if grid.isParallel {
            workers.parallel(grid.regionCount, compute)
        } else {
            for index in 0..<grid.regionCount { compute(index) }
        }
    }

    /// The size of a block that is handed over: it, and what its consumer reads beside it, fit a second-level cache.
    private static let consumedBlockBytes = 160 << 10
    /// The columns of the widest block that is handed over.
    private static let consumedBlockColumns = 384

    /// The floating-point operations of a product: 2·m·n·k, a multiplication and an addition each.
    public static func operationCount(rows m: Int, columns n: Int, depth k: Int) -> Int {
        2 * m * n * k
    }
}
