public import AdjointCore
import AdjointKernels

/// Images put together again from their parts. TF: `BatchToSpaceND`.
public struct BatchToSpaceND: OperationDefinition {
    public static let type = "BatchToSpaceND"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("input"), .tensor("block_shape", "Tblock_shape", in: .index),
            .tensor("crops", "Tcrops", in: .index),
        ],
        outputs: [.tensor("output")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let block = try context.blockShape() else {
            return [context.shape(0).rank.map(Shape.init(rank:)) ?? .unknown]
        }
        return [try block.imagesShape(context.shape(0))]
    }

    // TF: `_BatchToSpaceNDGrad`.
    public static let gradient = GradientRule<BatchToSpaceND>.differentiable { _, context in
        [
            context.graph.addTensor(
                SpaceToBatchND(), inputs: [context.outputGradient(), context.inputs[1], context.inputs[2]]),
            nil, nil,
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let block = try BlockShape(block: context.integers(1), paddings: context.integers(2))
        return try block.kernel(
            images: context.outputs[0].dimensions, dtype: context.inputs[0].dtype, takesApart: false)
    }
}

extension Tensor {
    /// Puts images together again that ``spaceToBatch(blockShape:paddings:name:file:line:)`` took apart, and cuts off
    /// what was padded.
    ///
    /// self: `[blocks·batch, extents…, rest…]`; the result is `[batch, extents · block sizes - crops…, rest…]`.
    /// TF: `tf.batch_to_space_nd`.
    public func batchToSpace(
        blockShape: [Int], crops: [Padding], name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor {
        graph.addTensor(
            BatchToSpaceND(),
            operands: [
                .tensor(self), .constant(NDArray(indices: blockShape), argument: "block_shape"),
                .constant(crops.matrix, argument: "crops"),
            ], name: name, site: CreationSite(file, line))
    }
}
