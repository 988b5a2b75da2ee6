import AdjointCore

extension Initializer {
    /// A random orthogonal matrix times `gain`; for a higher rank, a matrix whose rows are all dimensions but the last.
    ///
    /// Rows are orthonormal if there are no more of them than columns, columns otherwise. The variable needs rank 2 or
    /// more. Saxe et al. (2014). TF: `orthogonal_initializer`.
    public static func orthogonal(gain: Double = 1, seed: Int? = nil) -> Initializer {
        Initializer(building: { graph, shape, dtype, site in
            let (file, line) = (site.fileID, site.line)
            guard shape.count >= 2 else {
                return graph.record(
                    GraphError(
                        .variable, "an orthogonal variable needs rank 2 or more, not the shape \(Shape(shape))",
                        site: site))
            }
            let rows = shape.dropLast().reduce(1, *)
            let columns = shape[shape.count - 1]
            let numbers = graph.randomNormal(
                shape: [max(rows, columns), min(rows, columns)], dtype: dtype, seed: seed, file: file, line: line)
            let (q, r) = numbers.qrFactors(file: file, line: line)
            // The factorization is unique, and the matrix uniformly distributed, once R's diagonal is positive.
            let signs = r.diagonalPart(file: file, line: line).sign(file: file, line: line)
            var matrix = q * signs
            if rows < columns {
                matrix = graph.nameScope("matrix_transpose") {
                    matrix.transposed(permutation: [1, 0], file: file, line: line)
                }
            }
            return gain * matrix.reshaped(to: shape, file: file, line: line)
        })
    }

    /// A random orthogonal matrix.
    public static let orthogonal = orthogonal()

    /// The identity matrix times `gain`, zeros beside the main diagonal. The variable needs rank 2.
    /// TF: `identity_initializer`, with the identity as one constant.
    public static func identity(gain: Double = 1) -> Initializer {
        Initializer(building: { graph, shape, dtype, site in
            if let mistake = requiring(.real, dtype, "the identity", graph, site) { return mistake }
            guard shape.count == 2 else {
                return graph.record(
                    GraphError(
                        .variable, "an identity variable needs rank 2, not the shape \(Shape(shape))", site: site))
            }
            var elements = [Double](repeating: 0, count: shape[0] * shape[1])
            for index in 0..<min(shape[0], shape[1]) { elements[index * shape[1] + index] = 1 }
            let matrix =
                dtype == .float64
                ? NDArray(elements, dimensions: shape) : NDArray(elements.map { Float($0) }, dimensions: shape)
            return gain * graph.addTensor(Const(matrix), name: "eye", site: site)
        })
    }

    /// The identity matrix.
    public static let identity = identity()
}
