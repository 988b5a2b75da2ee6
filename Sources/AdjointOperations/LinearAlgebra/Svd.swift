public import AdjointCore

/// The singular values of each matrix, descending, and its singular vectors as columns: A = U·diag(s)·Vᵀ. TF: `Svd`.
///
/// `[…, m, n]`, float32 or float64. The sign of a pair of vectors is open.
public struct Svd: OperationDefinition {
    public static let type = "Svd"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", in: .real)], outputs: [.tensor("s"), .tensor("u"), .tensor("v")])
    public static let attributes: [AttributeKey<Svd>] = [
        .bool("compute_uv", \.computesVectors), .bool("full_matrices", \.isFull),
    ]

    /// Whether singular vectors are wanted; without, there are none.
    public var computesVectors = true
    /// Whether U and V are square, rather than of min(m, n) columns.
    public var isFull = false

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let none: Shape = [0]
        guard let sizes = context.shape(0).partialDimensions else {
            return [.unknown, computesVectors ? .unknown : none, computesVectors ? .unknown : none]
        }
        guard sizes.count >= 2 else { throw OperationError("\(context.shape(0)) is not the shape of matrices") }
        let (rows, columns) = (sizes[sizes.count - 2], sizes[sizes.count - 1])
        let (outer, rank) = (Array(sizes.dropLast(2)), rows.flatMap { rows in columns.map { min(rows, $0) } })
        guard computesVectors else { return [Shape(outer + [rank]), none, none] }
        return [
            Shape(outer + [rank]), Shape(outer + [rows, isFull ? rows : rank]),
            Shape(outer + [columns, isFull ? columns : rank]),
        ]
    }

    public static let gradient = GradientRule<Svd>.notDifferentiable(reason: "it is not built here")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let dimensions = context.inputs[0].dimensions
        let (m, n) = (dimensions[dimensions.count - 2], dimensions[dimensions.count - 1])
        let (rank, computesVectors) = (min(m, n), computesVectors)
        let (left, right) = (isFull ? m : rank, isFull ? n : rank)
        return try .onMatrices(
            context.inputs[0].dtype, count: dimensions.dropLast(2).reduce(1, *), inputSizes: [m * n],
            outputSizes: computesVectors ? [rank, m * left, n * right] : [rank]
        ) { inputs, outputs in
            // The columns of the taller of the matrix and its transpose are made orthogonal by rotations.
            let isTall = m >= n
            var columns = (0..<rank).map { column in
                (0..<max(m, n)).map { isTall ? inputs[0][$0 * n + column] : inputs[0][column * n + $0] }
            }
            var rotations = (0..<rank).map { column in (0..<rank).map { $0 == column ? 1.0 : 0 } }
            try OrthogonalColumns.rotate(&columns, &rotations)
            let norms = columns.map { column in column.reduce(0) { $0 + $1 * $1 }.squareRoot() }
            let order = (0..<rank).sorted { norms[$0] > norms[$1] }
            for (place, column) in order.enumerated() { outputs[0][place] = norms[column] }
            guard computesVectors else { return }
            let long = OrthogonalColumns.completed(
                order.map { column in norms[column] > 0 ? columns[column].map { $0 / norms[column] } : [] },
                length: max(m, n), count: isTall ? left : right)
            let short = OrthogonalColumns.completed(
                order.map { rotations[$0] }, length: rank, count: isTall ? right : left)
            for (vectors, output, width) in [(isTall ? long : short, 1, left), (isTall ? short : long, 2, right)] {
                for (place, vector) in vectors.enumerated() {
                    for (row, number) in vector.enumerated() { outputs[output][row * width + place] = number }
                }
            }
        }
    }
}

/// Columns made orthogonal by rotating pairs of them. Source: Hestenes 1958.
private enum OrthogonalColumns {
    static func rotate(_ columns: inout [[Double]], _ rotations: inout [[Double]]) throws {
        func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
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
