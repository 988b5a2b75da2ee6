import AdjointKernels

/// A product to try: its matrices with gaps between rows, and what the definition says it is.
struct GemmCase<Scalar: GemmScalar & BitwiseCopyable> {
    /// Elements between a stored row's end and the next row's start.
    struct Gaps {
        var a = 0
        var b = 0
        var c = 0
    }

    let transposeA: Bool
    let transposeB: Bool
    let rows: Int
    let columns: Int
    let depth: Int
    let gaps: Gaps
    var a: [Scalar]
    var b: [Scalar]

    var aStride: Int { (transposeA ? rows : depth) + gaps.a }
    var bStride: Int { (transposeB ? depth : columns) + gaps.b }
    var cStride: Int { columns + gaps.c }

    /// A product of pseudo-random numbers in -1..<1 that depend on an element's row, column and depth alone, so that
    /// products of other dimensions and transpositions share them.
    init(
        transposeA: Bool = false, transposeB: Bool = false, rows: Int, columns: Int, depth: Int, gaps: Gaps = Gaps()
    ) {
        self.transposeA = transposeA
        self.transposeB = transposeB
        self.rows = rows
        self.columns = columns
        self.depth = depth
        self.gaps = gaps
        a = Self.matrix(rows: rows, columns: depth, transposed: transposeA, gap: gaps.a, seed: 1)
        b = Self.matrix(rows: depth, columns: columns, transposed: transposeB, gap: gaps.b, seed: 2)
    }

    private static func matrix(rows: Int, columns: Int, transposed: Bool, gap: Int, seed: UInt64) -> [Scalar] {
        let (storedRows, storedColumns) = transposed ? (columns, rows) : (rows, columns)
        guard storedRows > 0 else { return [] }
        // Gaps hold NaN: a kernel that lets them into a result is found out.
        var elements = [Scalar](repeating: .nan, count: storedRows * (storedColumns + gap) - gap)
        for row in 0..<storedRows {
            for column in 0..<storedColumns {
                let (i, j) = transposed ? (column, row) : (row, column)
                var bits = (UInt64(i) << 32 | UInt64(j)) &* 0x9e37_79b9_7f4a_7c15 &+ seed &* 0xbf58_476d_1ce4_e5b9
                bits = (bits ^ bits >> 29) &* 0x94d0_49bb_1331_11eb
                elements[row * (storedColumns + gap) + column] = Scalar(Int64(bitPattern: bits) >> 11) / 0x1p52
            }
        }
        return elements
    }

    /// The chain of fused multiply-adds, element by element; the gaps of C hold -1.
    func chain() -> [Scalar] {
        let (aRow, aDepth) = transposeA ? (1, aStride) : (aStride, 1)
        let (bDepth, bColumn) = transposeB ? (1, bStride) : (bStride, 1)
        var result = [Scalar](repeating: -1, count: max(0, rows * cStride - gaps.c))
        a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in
                for i in 0..<rows {
                    for j in 0..<columns {
                        var sum = Scalar.zero
                        for k in 0..<depth { sum.addProduct(a[i * aRow + k * aDepth], b[k * bDepth + j * bColumn]) }
                        result[i * cStride + j] = sum
                    }
                }
            }
        }
        return result
    }

    /// What the kernels make of it. Operands and result end at forbidden pages; C holds -1 at first.
    func product(
        kernels: KernelTable = .best, workers: WorkerPool = .shared, bias: [Scalar]? = nil,
        activation: Gemm.Activation<Scalar> = .none
    ) -> [Scalar] {
        let a = GuardedBuffer(a)
        let b = GuardedBuffer(b)
        let c = GuardedBuffer([Scalar](repeating: -1, count: max(0, rows * cStride - gaps.c)))
        let bias = bias.map { GuardedBuffer($0) }
        Gemm.multiply(
            transposeA: transposeA, transposeB: transposeB, rows: rows, columns: columns, depth: depth,
            a: a.start, aStride: aStride, b: b.start, bStride: bStride, into: c.start, cStride: cStride,
            epilogue: .init(bias: bias.map { UnsafePointer($0.start) }, activation: activation),
            kernels: kernels, workers: workers)
        return withExtendedLifetime((a, b, bias)) { c.elements }
    }
}

/// Whether two results have the same bits, NaNs standing for each other.
func sameBits<Scalar: BinaryFloatingPoint>(_ x: [Scalar], _ y: [Scalar]) -> Bool {
    x.count == y.count
        && zip(x, y).allSatisfy { x, y in
            x.isNaN ? y.isNaN : x == y && x.sign == y.sign
        }
}

/// All four combinations of transpositions.
let transpositions = [(false, false), (false, true), (true, false), (true, true)]
