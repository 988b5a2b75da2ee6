public import AdjointCore

/// Matrices with their main diagonals replaced. TF: `MatrixSetDiag`.
///
/// input: `[…, m, n]`; diagonal: `[…, min(m, n)]`.
public struct MatrixSetDiag: OperationDefinition {
    public static let type = "MatrixSetDiag"
    public static let signature = OperationSignature(
        inputs: [.tensor("input"), .tensor("diagonal")], outputs: [.tensor("output")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let sizes = context.shape(0).partialDimensions else { return [context.shape(0)] }
        guard sizes.count >= 2 else { throw OperationError("\(context.shape(0)) is not the shape of matrices") }
        let (rows, columns) = (sizes[sizes.count - 2], sizes[sizes.count - 1])
        let length = rows.flatMap { rows in columns.map { min(rows, $0) } }
        guard context.shape(1).isCompatible(with: Shape(sizes.dropLast(2) + [length])) else {
            throw OperationError("diagonals \(context.shape(1)) do not fit matrices \(context.shape(0))")
        }
        return [context.shape(0)]
    }

    // TF: `_MatrixSetDiagGrad`.
    public static let gradient = GradientRule<MatrixSetDiag>.differentiable { _, context in
        let gradient = context.outputGradient()
        let diagonal = context.graph.addTensor(MatrixDiagPart(), inputs: [gradient])
        return [
            context.graph.addTensor(MatrixSetDiag(), inputs: [gradient, diagonal.zerosLike()]), diagonal,
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (input, diagonal) = (context.inputs[0], context.inputs[1])
        let sizes = input.dimensions.suffix(2)
        let (rows, columns) = (sizes.first ?? 0, sizes.last ?? 0)
        let (length, width) = (min(rows, columns), input.dtype.byteCount)
        guard diagonal.dimensions == input.dimensions.dropLast(2) + [length] else {
            throw OperationError(
                "diagonals \(Shape(diagonal.dimensions)) do not fit matrices \(Shape(input.dimensions))")
        }
        let batch = input.dimensions.dropLast(2).reduce(1, *)
        return Kernel { arguments in
            let target = arguments.rawOutput(0)
            ElementCopy.copy(input.dtype, from: arguments.rawInput(0), to: target, count: input.count)
            for index in 0..<batch * length {
                let (matrix, step) = (index / length, index % length)
                ElementCopy.copy(
                    input.dtype, from: arguments.rawInput(1) + index * width,
                    to: target + (matrix * rows * columns + step * (columns + 1)) * width, count: 1)
            }
        }
    }
}
