import AdjointCore

/// Factorizations of small square matrices in double precision, row-major. Source: Golub and Van Loan, Matrix
/// Computations.
enum MatrixFactorization {
    /// Factors a symmetric positive definite matrix as L·Lᵀ in place, zeros above the diagonal; false if it is none.
    static func cholesky(_ a: UnsafeMutablePointer<Double>, _ n: Int) -> Bool {
        for column in 0..<n {
            for row in column..<n {
                var sum = a[row * n + column]
                for k in 0..<column { sum -= a[row * n + k] * a[column * n + k] }
                if row == column {
                    guard sum > 0 else { return false }
                    a[row * n + row] = sum.squareRoot()
                } else {
                    a[row * n + column] = sum / a[column * n + column]
                }
            }
        }
        for row in 0..<n { for column in row + 1..<max(n, row + 1) { a[row * n + column] = 0 } }
        return true
    }

    /// Factors P·A = L·U in place with partial pivoting; `pivots[i]` is the row that took place i.
    ///
    /// Returns the sign of the permutation; 0 if a pivot is 0.
    static func lu(_ a: UnsafeMutablePointer<Double>, _ n: Int, pivots: UnsafeMutablePointer<Int>) -> Double {
        var sign = 1.0
        for index in 0..<n { pivots[index] = index }
        for column in 0..<n {
            var best = column
            for row in column + 1..<max(n, column + 1)
            where abs(a[row * n + column]) > abs(a[best * n + column]) { best = row }
            if a[best * n + column] == 0 { return 0 }
            if best != column {
                for k in 0..<n { swap(&a[best * n + k], &a[column * n + k]) }
                swap(&pivots[best], &pivots[column])
                sign = -sign
            }
            for row in column + 1..<max(n, column + 1) {
                let factor = a[row * n + column] / a[column * n + column]
                a[row * n + column] = factor
                for k in column + 1..<max(n, column + 1) { a[row * n + k] -= factor * a[column * n + k] }
            }
        }
        return sign
    }

    /// Solves A·X = B for `columns` right-hand sides from the factors of ``lu(_:_:pivots:)``.
    static func solve(
        _ lu: UnsafePointer<Double>, _ n: Int, pivots: UnsafePointer<Int>, _ b: UnsafePointer<Double>,
        _ x: UnsafeMutablePointer<Double>, columns: Int
    ) {
        for row in 0..<n { for column in 0..<columns { x[row * columns + column] = b[pivots[row] * columns + column] } }
        triangular(lu, n, x, columns: columns, isLower: true, isUnit: true)
        triangular(lu, n, x, columns: columns, isLower: false, isUnit: false)
    }

    /// Transposes a square matrix in place.
    static func transpose(_ a: UnsafeMutablePointer<Double>, _ n: Int) {
        for row in 0..<n { for column in 0..<row { swap(&a[row * n + column], &a[column * n + row]) } }
    }

    /// Solves T·X = X in place for a triangular matrix.
    static func triangular(
        _ t: UnsafePointer<Double>, _ n: Int, _ x: UnsafeMutablePointer<Double>, columns: Int, isLower: Bool,
        isUnit: Bool
    ) {
        for step in 0..<n {
            let row = isLower ? step : n - 1 - step
            let others = isLower ? 0..<row : row + 1..<n
            for column in 0..<columns {
                var sum = x[row * columns + column]
                for k in others { sum -= t[row * n + k] * x[k * columns + column] }
                x[row * columns + column] = isUnit ? sum : sum / t[row * n + row]
            }
        }
    }
}

extension ShapeContext {
    /// The shape of input `index`, whose last two dimensions must be equal.
    ///
    /// - Throws: ``OperationError`` if they are not, or there are no two.
    func squareMatrices(_ index: Int = 0) throws -> Shape {
        guard let sizes = shape(index).partialDimensions else { return .unknown }
        guard sizes.count >= 2 else { throw OperationError("\(shape(index)) is not the shape of matrices") }
        let (rows, columns) = (sizes[sizes.count - 2], sizes[sizes.count - 1])
        guard rows == nil || columns == nil || rows == columns else {
            throw OperationError("the matrices are not square: \(shape(index))")
        }
        return Shape(sizes.dropLast(2) + [rows ?? columns, columns ?? rows])
    }
}

extension ShapeContext {
    /// The shape of solutions X of A·X = B, with A input 0 and B input 1.
    ///
    /// - Throws: ``OperationError`` if the two do not fit.
    func solutions() throws -> Shape {
        guard let matrix = shape(0).partialDimensions, let right = shape(1).partialDimensions else { return .unknown }
        guard matrix.count >= 2, right.count == matrix.count,
            let outer = Shape(matrix.dropLast()).merged(with: Shape(right.dropLast())),
            let sizes = outer.partialDimensions
        else { throw OperationError("\(shape(0)) and \(shape(1)) do not fit") }
        return Shape(sizes.dropLast() + [matrix[matrix.count - 1], right[right.count - 1]])
    }
}

extension BindingContext {
    /// The extents of the equations A·X = B, with A input 0 and B input 1: A's rows and columns, and B's columns.
    ///
    /// - Throws: ``OperationError`` if the two do not fit.
    func equations() throws -> (rows: Int, columns: Int, rightColumns: Int) {
        let (matrix, right) = (inputs[0].dimensions, inputs[1].dimensions)
        guard matrix.count >= 2, matrix.dropLast() == right.dropLast() else {
            throw OperationError("\(Shape(matrix)) and \(Shape(right)) do not fit")
        }
        return (matrix[matrix.count - 2], matrix[matrix.count - 1], right[right.count - 1])
    }
}

/// The gradient of A, from the solution X of A·X = B (or of Aᵀ·X = B) and the gradient of B: -dB·Xᵀ, or its transpose.
func solutionGradient(_ solution: Tensor, _ ofRight: Tensor, isTransposed: Bool) -> Tensor {
    isTransposed
        ? -matmul(solution, ofRight, transposingRight: true) : -matmul(ofRight, solution, transposingRight: true)
}

extension Tensor {
    /// 1/x, and 0 for 0: where eigenvalues coincide, gradients of their vectors are 0 rather than infinite, as in
    /// TensorFlow.
    func broadenedReciprocal() -> Tensor { self / (squared() + 1e-20) }

    /// 1/(xⱼ - xᵢ) of all elements of the vectors, and 0 on the diagonals.
    func reciprocalDifferences() -> Tensor {
        let differences = expandingDimensions(at: -2) - expandingDimensions(at: -1)
        return differences.broadenedReciprocal().settingMatrixDiagonal(zerosLike())
    }

    /// The extents of the matrices, if both are known.
    var matrixExtents: (rows: Int, columns: Int)? {
        guard let sizes = shape.partialDimensions?.suffix(2), sizes.count == 2, let rows = sizes.first ?? nil,
            let columns = sizes.last ?? nil
        else { return nil }
        return (rows, columns)
    }
}

extension Kernel {
    /// Calls `body` for every matrix with the inputs and outputs in double precision.
    ///
    /// - Parameters:
    ///   - inputSizes: The number of elements of one matrix of each input.
    ///   - outputSizes: That of each output.
    static func onMatrices(
        _ dtype: DType, count: Int, inputSizes: [Int], outputSizes: [Int],
        _ body:
            @escaping @Sendable (_ inputs: [UnsafeMutablePointer<Double>], _ outputs: [UnsafeMutablePointer<Double>])
            throws -> Void
    ) throws -> Kernel {
        func kernel<Element: RealElement>(_: Element.Type) -> Kernel {
            let total = (inputSizes + outputSizes).reduce(0, +)
            return Kernel(scratchByteCount: total * 8) { arguments in
                var place = arguments.scratch.bindMemory(to: Double.self, capacity: total)
                let pointers = (inputSizes + outputSizes).map { size in
                    defer { place += size }
                    return place
                }
                let inputs = Array(pointers[..<inputSizes.count])
                let outputs = Array(pointers[inputSizes.count...])
                for matrix in 0..<count {
                    for (index, size) in inputSizes.enumerated() {
                        let source = arguments.input(index, as: Element.self) + matrix * size
                        for element in 0..<size { inputs[index][element] = Double(source[element]) }
                    }
                    try body(inputs, outputs)
                    for (index, size) in outputSizes.enumerated() {
                        let target = arguments.output(index, as: Element.self) + matrix * size
                        for element in 0..<size { target[element] = Element(outputs[index][element]) }
                    }
                }
            }
        }
        return switch dtype {
        case .float32: kernel(Float.self)
        case .float64: kernel(Double.self)
        default: try kernel(dtype.requireReal())
        }
    }
}
