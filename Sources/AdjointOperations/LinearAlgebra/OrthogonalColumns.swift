import AdjointCore

/// Columns made orthogonal by rotating pairs of them. Source: Hestenes 1958.
enum OrthogonalColumns {
    /// The columns of the taller of a matrix and its transpose made orthogonal, the rotations that did it, and the columns'
    /// norms: the singular values.
    static func of(
        _ matrix: UnsafePointer<Double>, rows: Int, columns columnCount: Int
    ) throws -> (columns: [[Double]], rotations: [[Double]], norms: [Double]) {
        let rank = min(rows, columnCount)
        var columns = (0..<rank).map { column in
            (0..<max(rows, columnCount)).map {
                rows >= columnCount ? matrix[$0 * columnCount + column] : matrix[column * columnCount + $0]
            }
        }
        var rotations = (0..<rank).map { column in (0..<rank).map { $0 == column ? 1.0 : 0 } }
        try rotate(&columns, &rotations)
        return (columns, rotations, columns.map { column in dot(column, column).squareRoot() })
    }

    /// The least X among those for which A·X - B is least.
    ///
    /// - Parameter precision: The rounding of the matrix's own type: singular values that could be all rounding count as 0.
    static func solve(
        _ matrix: UnsafePointer<Double>, rows: Int, columns: Int, precision: Double, _ right: UnsafePointer<Double>,
        rightColumns: Int, to solution: UnsafeMutablePointer<Double>
    ) throws {
        let (long, short, norms) = try of(matrix, rows: rows, columns: columns)
        let (left, factors) = rows >= columns ? (long, short) : (short, long)
        let limit = (norms.max() ?? 0) * precision * Double(norms.count)
        for (index, norm) in norms.enumerated() where norm > limit {
            for column in 0..<rightColumns {
                let product = (0..<rows).reduce(0) { $0 + left[index][$1] * right[$1 * rightColumns + column] }
                for row in 0..<columns {
                    solution[row * rightColumns + column] += factors[index][row] * product / (norm * norm)
                }
            }
        }
    }

    private static func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

    private static func rotate(_ columns: inout [[Double]], _ rotations: inout [[Double]]) throws {
        func turn(_ vectors: inout [[Double]], _ p: Int, _ q: Int, _ c: Double, _ s: Double) {
            for k in vectors[p].indices {
                let (x, y) = (vectors[p][k], vectors[q][k])
                (vectors[p][k], vectors[q][k]) = (c * x - s * y, s * x + c * y)
            }
        }
        for _ in 0..<60 {
            var isDone = true
            for p in columns.indices {
                for q in p + 1..<max(columns.count, p + 1) {
                    let (alpha, beta) = (dot(columns[p], columns[p]), dot(columns[q], columns[q]))
                    let gamma = dot(columns[p], columns[q])
                    guard abs(gamma) > 1e-15 * (alpha * beta).squareRoot(), gamma != 0 else { continue }
                    isDone = false
                    let zeta = (beta - alpha) / (2 * gamma)
                    let t = (zeta < 0 ? -1 : 1) / (abs(zeta) + (1 + zeta * zeta).squareRoot())
                    let c = 1 / (1 + t * t).squareRoot()
                    turn(&columns, p, q, c, c * t)
                    turn(&rotations, p, q, c, c * t)
                }
            }
            if isDone { return }
        }
        throw OperationError("the singular values of a matrix do not converge")
    }

    /// Orthonormal vectors, the missing and further ones made of the axes.
    static func completed(_ vectors: [[Double]], length: Int, count: Int) -> [[Double]] {
        var known = vectors.filter { !$0.isEmpty }
        var result = vectors + Array(repeating: [], count: max(0, count - vectors.count))
        var axis = 0
        for index in result.indices where result[index].isEmpty {
            while axis < length {
                var candidate = (0..<length).map { $0 == axis ? 1.0 : 0 }
                axis += 1
                for _ in 0..<2 {
                    for vector in known {
                        let part = zip(vector, candidate).reduce(0) { $0 + $1.0 * $1.1 }
                        for k in candidate.indices { candidate[k] -= part * vector[k] }
                    }
                }
                let norm = candidate.reduce(0) { $0 + $1 * $1 }.squareRoot()
                guard norm > 1e-8 else { continue }
                result[index] = candidate.map { $0 / norm }
                known.append(result[index])
                break
            }
        }
        return result
    }
}
