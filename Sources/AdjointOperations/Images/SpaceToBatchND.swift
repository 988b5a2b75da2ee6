public import AdjointCore
import AdjointKernels

/// Images taken apart: every part holds each block's element at one position. TF: `SpaceToBatchND`.
public struct SpaceToBatchND: OperationDefinition {
    public static let type = "SpaceToBatchND"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("input"), .tensor("block_shape", "Tblock_shape", in: .index),
            .tensor("paddings", "Tpaddings", in: .index),
        ],
        outputs: [.tensor("output")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let block = try context.blockShape() else {
            return [context.shape(0).rank.map(Shape.init(rank:)) ?? .unknown]
        }
        return [try block.partsShape(context.shape(0))]
    }

    // TF: `_SpaceToBatchNDGrad`.
    public static let gradient = GradientRule<SpaceToBatchND>.differentiable { _, context in
        [
            context.graph.addTensor(
                BatchToSpaceND(), inputs: [context.outputGradient(), context.inputs[1], context.inputs[2]]),
            nil, nil,
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let block = try BlockShape(block: context.integers(1), paddings: context.integers(2))
        return try block.kernel(
            images: context.inputs[0].dimensions, dtype: context.inputs[0].dtype, takesApart: true)
    }
}

extension Tensor {
    /// Takes images apart: every part holds each block's element at one position, so that a window over a part is a dilated
    /// window over the image.
    ///
    /// self: `[batch, extents…, rest…]`, where each extent, with its padding of zeros, is a multiple of its block size;
    /// the result is `[blocks·batch, extents / block sizes…, rest…]`. TF: `tf.space_to_batch_nd`.
    public func spaceToBatch(
        blockShape: [Int], paddings: [Padding], name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor {
        graph.addTensor(
            SpaceToBatchND(),
            operands: [
                .tensor(self), .constant(NDArray(indices: blockShape), argument: "block_shape"),
                .constant(paddings.matrix, argument: "paddings"),
            ], name: name, site: CreationSite(file, line))
    }
}
