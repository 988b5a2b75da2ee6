public import AdjointCore
import AdjointKernels

/// Channels moved into square blocks of pixels. TF: `DepthToSpace`.
public struct DepthToSpace: OperationDefinition {
    public static let type = "DepthToSpace"
    public static let signature = OperationSignature(inputs: [.tensor("input")], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<DepthToSpace>] = [
        .int("block_size", \.blockSize, required: true), .dataFormat(\.dataFormat),
    ]

    /// The extent of a block.
    public var blockSize = 2
    /// The order of the images' dimensions.
    public var dataFormat = DataFormat.channelsLast

    public init() {}

    /// The op for a block size and a data format.
    public init(blockSize: Int, dataFormat: DataFormat = .channelsLast) {
        self.blockSize = blockSize
        self.dataFormat = dataFormat
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        [try dataFormat.spaceShape(of: context.shape(0, rank: 4, role: "images"), blockSize: blockSize)]
    }

    // TF: `_DepthToSpaceGrad`.
    public static let gradient = GradientRule<DepthToSpace>.differentiable { definition, context in
        let inverse = SpaceToDepth(blockSize: definition.blockSize, dataFormat: definition.dataFormat)
        return [context.graph.addTensor(inverse, inputs: [context.outputGradient()])]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        try .movingBlocks(
            images: context.outputs[0].dimensions, context.inputs[0].dtype, blockSize: blockSize, dataFormat,
            toDepth: false
        ).images(in: dataFormat, context, inputs: [0], outputs: [0])
    }
}

extension Tensor {
    /// Moves channels into square blocks of pixels.
    ///
    /// self: `[batch, height, width, channels·size²]`; the result is `[batch, height·size, width·size, channels]`.
    /// TF: `tf.depth_to_space`.
    public func depthToSpace(
        blockSize: Int, dataFormat: DataFormat = .channelsLast, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor {
        applying(DepthToSpace(blockSize: blockSize, dataFormat: dataFormat), name: name, file: file, line: line)
    }
}
