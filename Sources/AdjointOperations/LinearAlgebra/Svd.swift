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

    // Source: Giles 2008, An extended collection of matrix derivative results; Townsend 2016, Differentiating the singular
    // value decomposition. TF: `_SvdGrad`.
    public static let gradient = GradientRule<Svd>.differentiable { definition, context in
        let ofValues = context.outputGradient(0).matrixDiagonal()
        guard definition.computesVectors else {
            let parts = context.graph.addTensors(Svd(), inputs: [context.inputs[0]], count: 3)
            return [matmul(parts[1], matmul(ofValues, parts[2], transposingRight: true))]
        }
        guard let (rows, columns) = context.inputs[0].matrixExtents else {
            return context.unavailableGradients("the extents of the matrices must be known")
        }
        guard !definition.isFull || abs(rows - columns) <= 1 else {
            return context.unavailableGradients("full factors of matrices far from square have no gradient")
        }
        // That of a tall matrix is that of its transpose.
        let (short, long) = rows > columns ? (2, 1) : (1, 2)
        let gradient = gradientOfWide(
            values: context.outputs[0], ofValues: ofValues, short: context.outputs[short], long: context.outputs[long],
            ofShort: context.outputGradient(short), ofLong: context.outputGradient(long),
            extent: min(rows, columns), isSquare: rows == columns, isFull: definition.isFull)
        return [rows > columns ? gradient.matrixTransposed() : gradient]
    }

    /// The gradient of matrices that are not tall: A = U·diag(s)·Vᵀ with `short` U and `long` V.
    private static func gradientOfWide(
        values: Tensor, ofValues: Tensor, short u: Tensor, long: Tensor, ofShort ofU: Tensor, ofLong: Tensor,
        extent: Int, isSquare: Bool, isFull: Bool
    ) -> Tensor {
        let (v, ofV) = (long[.ellipsis, ..<extent], ofLong[.ellipsis, ..<extent])
        let factors = values.squared().reciprocalDifferences()
        func symmetric(_ vectors: Tensor, _ gradient: Tensor) -> Tensor {
            let part = factors * matmul(vectors, gradient, transposingLeft: true)
            return part + part.matrixTransposed()
        }
        let diagonal = values.matrixDiagonal()
        let middle = ofValues + matmul(symmetric(u, ofU), diagonal) + matmul(diagonal, symmetric(v, ofV))
        let first = matmul(u, matmul(middle, v, transposingRight: true))
        guard !isSquare else { return first }
        // What moves the rows' space itself.
        let transposed = ofV.matrixTransposed()
        var rest = transposed - matmul(matmul(transposed, v), v, transposingRight: true)
        if isFull {
            let (further, ofFurther) = (long[.ellipsis, extent...], ofLong[.ellipsis, extent...])
            let product = matmul(v, ofFurther, transposingLeft: true)
            rest = rest - matmul(product, further, transposingRight: true)
        }
        return first + matmul(matmul(u, values.broadenedReciprocal().matrixDiagonal()), rest)
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let dimensions = context.inputs[0].dimensions
        let (m, n) = (dimensions[dimensions.count - 2], dimensions[dimensions.count - 1])
        let (rank, computesVectors) = (min(m, n), computesVectors)
        let (left, right) = (isFull ? m : rank, isFull ? n : rank)
        return try .onMatrices(
            context.inputs[0].dtype, count: dimensions.dropLast(2).reduce(1, *), inputSizes: [m * n],
            outputSizes: computesVectors ? [rank, m * left, n * right] : [rank]
        ) { inputs, outputs in
            let isTall = m >= n
            let (columns, rotations, norms) = try OrthogonalColumns.of(inputs[0], rows: m, columns: n)
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
