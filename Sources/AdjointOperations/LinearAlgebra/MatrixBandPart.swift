public import AdjointCore

/// Matrices with zeros outside a band around the diagonal. TF: `MatrixBandPart`.
public struct MatrixBandPart: OperationDefinition {
    public static let type = "MatrixBandPart"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("input"), .tensor("num_lower", "Tindex", in: .index), .tensor("num_upper", "Tindex", in: .index),
        ], outputs: [.tensor("band")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        if let rank = context.shape(0).rank, rank < 2 {
            throw OperationError("\(context.shape(0)) is not the shape of matrices")
        }
        return [context.shape(0)]
    }

    public static let gradient = GradientRule<MatrixBandPart>.differentiable { _, context in
        let gradient = context.outputGradient().matrixBandPart(lower: context.inputs[1], upper: context.inputs[2])
        return [gradient, nil, nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let operand = context.inputs[0]
        let (rows, columns) = (
            operand.dimensions[operand.dimensions.count - 2], operand.dimensions[operand.dimensions.count - 1]
        )
        let (lower, upper) = (try context.integers(1)[0], try context.integers(2)[0])
        let zeros = FillPlan(operand)
        return Kernel { arguments in
            zeros.run(arguments.rawOutput(0), workers: arguments.workers)
            let width = operand.dtype.byteCount
            guard columns > 0 else { return }
            for row in 0..<operand.count / columns {
                let place = row % rows
                let first = lower < 0 ? 0 : max(0, place - lower)
                let last = upper < 0 ? columns : min(columns, place + upper + 1)
                guard first < last else { continue }
                let offset = (row * columns + first) * width
                ElementCopy.copy(
                    operand.dtype, from: arguments.rawInput(0) + offset, to: arguments.rawOutput(0) + offset,
                    count: last - first)
            }
        }
    }
}

extension Tensor {
    /// The matrices of this tensor `[b…, m, n]` with zeros outside a band. TF: `tf.linalg.band_part`.
    ///
    /// - Parameters:
    ///   - lower: How many subdiagonals to keep; negative for all.
    ///   - upper: How many superdiagonals to keep; negative for all.
    public func matrixBandPart(
        lower: some IndexOperand, upper: some IndexOperand, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor {
        graph.addTensor(
            MatrixBandPart(), operands: [.tensor(self), lower.operand("num_lower"), upper.operand("num_upper")],
            name: name, site: CreationSite(file, line))
    }
}
