public import AdjointCore
import AdjointKernels

/// `BatchToSpaceND` with square blocks of two dimensions. TF: `BatchToSpace`.
public struct BatchToSpace: OperationDefinition {
    public static let type = "BatchToSpace"
    public static let signature = OperationSignature(
        inputs: [.tensor("input"), .tensor("crops", "Tidx", in: .index)], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<BatchToSpace>] = [.int("block_size", \.blockSize, required: true)]

    /// The extent of a block.
    public var blockSize = 2

    public init() {}

    /// The op for a block size.
    public init(blockSize: Int) { self.blockSize = blockSize }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard context.shape(0).isCompatible(withRank: 4), context.shape(1).isCompatible(with: [2, 2]) else {
            throw OperationError(
                "BatchToSpace takes images of rank 4 and a [2, 2] of crops: \(context.shape(0)), \(context.shape(1))")
        }
        guard let amounts = context.integers(1) else { return [Shape(rank: 4)] }
        let block = try BlockShape(block: [blockSize, blockSize], paddings: amounts)
        return [try block.imagesShape(context.shape(0))]
    }

    public static let gradient = GradientRule<BatchToSpace>.differentiable { definition, context in
        [
            context.graph.addTensor(
                SpaceToBatch(blockSize: definition.blockSize), inputs: [context.outputGradient(), context.inputs[1]]),
            nil,
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let block = try BlockShape(block: [blockSize, blockSize], paddings: context.integers(1))
        return try block.kernel(
            images: context.outputs[0].dimensions, dtype: context.inputs[0].dtype, takesApart: false)
    }
}
