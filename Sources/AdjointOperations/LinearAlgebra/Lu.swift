public import AdjointCore

/// Matrices factored as P·A = L·U with the rows exchanged so that pivots are large. TF: `Lu`.
///
/// `[…, n, n]`, float32 or float64. Results: L, without its diagonal of ones, and U in one matrix; and for each row of it the
/// row of A that it is, int32 or int64. A singular matrix is an error of the run.
public struct Lu: OperationDefinition {
    public static let type = "Lu"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", in: .real)],
        outputs: [.tensor("lu"), .tensor("p", "output_idx_type", in: .index)])
    public static let attributes: [AttributeKey<Lu>] = [.type("output_idx_type", \.indexType)]

    /// The type of the rows' numbers.
    public var indexType = DType.int32

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let matrices = try context.squareMatrices()
        return [matrices, matrices.partialDimensions.map { Shape($0.dropLast()) } ?? .unknown]
    }

    public static let gradient = GradientRule<Lu>.notDifferentiable(reason: "TensorFlow defines none")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let dimensions = context.inputs[0].dimensions
        let (n, count) = (dimensions.last ?? 0, dimensions.dropLast(2).reduce(1, *))
        func kernel<Element: RealElement, Index: FixedWidthInteger & TensorScalar>(
            _: Element.Type, _: Index.Type
        ) -> Kernel {
            Kernel(scratchByteCount: n * n * 8) { arguments in
                let matrix = arguments.scratch.bindMemory(to: Double.self, capacity: n * n)
                var rows = [Int](repeating: 0, count: n)
                for index in 0..<count {
                    let source = arguments.input(0, as: Element.self) + index * n * n
                    let target = arguments.output(0, as: Element.self) + index * n * n
                    for element in 0..<n * n { matrix[element] = Double(source[element]) }
                    guard MatrixFactorization.lu(matrix, n, pivots: &rows) != 0 else {
                        throw OperationError("a matrix is not invertible")
                    }
                    for element in 0..<n * n { target[element] = Element(matrix[element]) }
                    let places = arguments.output(1, as: Index.self) + index * n
                    for row in 0..<n { places[row] = Index(rows[row]) }
                }
            }
        }
        func kernel<Element: RealElement>(_: Element.Type) -> Kernel {
            indexType == .int32 ? kernel(Element.self, Int32.self) : kernel(Element.self, Int64.self)
        }
        return try kernel(context.inputs[0].dtype.requireReal())
    }
}
