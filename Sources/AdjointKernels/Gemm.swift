/// General matrix multiplication on row-major matrices.
///
/// An element of a product is one chain of fused multiply-adds in ascending k, started at +0, then the bias added, then
/// the activation applied: its bits depend on its own row of A, its own column of B, its bias and the depth alone, never
/// on the other dimensions, the strides, the transpositions or the threads.
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
    ///   - c: The result, [m, n]; overwritten without being read. It must not overlap the operands.
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
        precondition(m >= 0 && n >= 0 && k >= 0, "gemm: negative dimension in [\(m), \(k)] · [\(k), \(n)]")
        precondition(aStride >= (transposeA ? m : k), "gemm: A's row stride \(aStride) is less than its row")
        precondition(bStride >= (transposeB ? k : n), "gemm: B's row stride \(bStride) is less than its row")
        precondition(cStride >= n, "gemm: C's row stride \(cStride) is less than its row of \(n)")
        let (aRow, aDepth) = transposeA ? (1, aStride) : (aStride, 1)
        let (bDepth, bColumn) = transposeB ? (1, bStride) : (bStride, 1)
        workers.parallel(m) { row in
            let result = c + row * cStride
            for column in 0..<n {
                var sum = Scalar.zero
                for depth in 0..<k {
                    sum.addProduct(a[row * aRow + depth * aDepth], b[depth * bDepth + column * bColumn])
                }
                result[column] = sum
            }
            epilogue.apply(to: result, count: n)
        }
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
        for index in 0..<count {
            multiply(
                transposeA: transposeA, transposeB: transposeB, rows: m, columns: n, depth: k,
                a: a + index * aBatchStride, aStride: aStride, b: b + index * bBatchStride, bStride: bStride,
                into: c + index * cBatchStride, cStride: cStride, epilogue: epilogue, kernels: kernels,
                workers: workers)
        }
    }

    /// The floating-point operations of a product: 2·m·n·k, a multiplication and an addition each.
    public static func operationCount(rows m: Int, columns n: Int, depth k: Int) -> Int {
        2 * m * n * k
    }
}

/// An element type that ``Gemm`` multiplies: `Float` or `Double`.
public protocol GemmScalar: BinaryFloatingPoint, Sendable {}

extension Float: GemmScalar {}
extension Double: GemmScalar {}
