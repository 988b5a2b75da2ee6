public import AdjointCore

/// The diagonal of a tensor `[d…, d…]`. TF: `DiagPart`.
public struct DiagPart: OperationDefinition {
    public static let type = "DiagPart"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", in: .numeric)], outputs: [.tensor("diagonal")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let sizes = context.shape(0).partialDimensions else { return [.unknown] }
        let half = sizes.count / 2
        guard sizes.count % 2 == 0, half > 0,
            let shape = Shape(Array(sizes[..<half])).merged(with: Shape(Array(sizes[half...])))
        else {
            throw OperationError("\(context.shape(0)) is not a shape followed by itself")
        }
        return [shape]
    }

    public static let gradient = GradientRule<DiagPart>.differentiable { _, context in
        [context.outputGradient().diagonal()]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        .diagonal(context, isPart: true, batch: 1, rows: context.outputs[0].count, columns: context.outputs[0].count)
    }
}

extension Tensor {
    /// The diagonal `[d…]` of this tensor of shape `[d…, d…]`. TF: `tf.diag_part`.
    public func diagonalPart(name: String? = nil, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
        applying(DiagPart(), name: name, file: file, line: line)
    }
}
