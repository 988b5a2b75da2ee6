import AdjointCore

/// The product of two matrices of integers, which wrap.
struct IntegerMatrixProduct: Sendable {
    let rows: Int
    let columns: Int
    let depth: Int
    /// The distances between neighbours in a column and in a row of either factor.
    private let left: (row: Int, column: Int)
    private let right: (row: Int, column: Int)

    /// The product of matrices as stored, transposed first or not.
    init(_ a: some Collection<Int>, _ b: some Collection<Int>, transposeA: Bool, transposeB: Bool) {
        let (a, b) = (Array(a), Array(b))
        (rows, depth) = transposeA ? (a[1], a[0]) : (a[0], a[1])
        columns = transposeB ? b[0] : b[1]
        left = transposeA ? (1, a[1]) : (a[1], 1)
        right = transposeB ? (1, b[1]) : (b[1], 1)
    }

    var operationCount: Int { 2 * rows * columns * depth }

    func multiply<Scalar: FixedWidthInteger>(
        _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, into c: UnsafeMutablePointer<Scalar>
    ) {
        for row in 0..<rows {
            for column in 0..<columns {
                var sum: Scalar = 0
                for step in 0..<depth {
                    sum &+= a[row * left.row + step * left.column] &* b[step * right.row + column * right.column]
                }
                c[row * columns + column] = sum
            }
        }
    }
}

extension DTypeSet {
    /// What matrices that are multiplied are made of.
    static let multipliable: DTypeSet = [floatingPoint, index]
}
