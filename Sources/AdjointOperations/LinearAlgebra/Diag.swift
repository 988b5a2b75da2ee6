public import AdjointCore

/// A tensor with the input on its diagonal and zeros elsewhere. TF: `Diag`.
public struct Diag: OperationDefinition {
    public static let type = "Diag"
    public static let signature = OperationSignature(
        inputs: [.tensor("diagonal", in: .numeric)], outputs: [.tensor("output")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        [context.shape(0).appending(context.shape(0))]
    }

    public static let gradient = GradientRule<Diag>.differentiable { _, context in
        [context.outputGradient().diagonalPart()]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        .diagonal(context, isPart: false, batch: 1, rows: context.inputs[0].count, columns: context.inputs[0].count)
    }
}

extension Kernel {
    /// Copies between `batch` diagonals and the matrices they belong to, whose other elements become zero.
    ///
    /// - Parameter isPart: Whether the diagonal is the output rather than the input.
    static func diagonal(
        _ context: borrowing BindingContext, isPart: Bool, batch: Int, rows: Int, columns: Int
    ) -> Kernel {
        let (extents, output) = ([batch, min(rows, columns)], context.outputs[0])
        let (matrix, vector) = ([rows * columns, columns + 1], [min(rows, columns), 1])
        let copy = ViewCopy(
            output.dtype, extents: extents, sourceStrides: isPart ? matrix : vector,
            targetStrides: isPart ? vector : matrix)
        if isPart { return .copying(copy) }
        let zeros = FillPlan(output)
        return Kernel { arguments in
            zeros.run(arguments.rawOutput(0), workers: arguments.workers)
            copy.run(from: arguments.rawInput(0), to: arguments.rawOutput(0), workers: arguments.workers)
        }
    }
}

extension Tensor {
    /// A tensor `[d…, d…]` with this tensor `[d…]` on its diagonal and zeros elsewhere. TF: `tf.diag`.
    public func diagonal(name: String? = nil, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
        applying(Diag(), name: name, file: file, line: line)
    }
}
