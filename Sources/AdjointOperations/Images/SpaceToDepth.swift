public import AdjointCore
import AdjointKernels

/// Square blocks of pixels moved into the channels. TF: `SpaceToDepth`.
public struct SpaceToDepth: OperationDefinition {
    public static let type = "SpaceToDepth"
    public static let signature = OperationSignature(inputs: [.tensor("input")], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<SpaceToDepth>] = [
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
        [try dataFormat.depthShape(of: context.shape(0, rank: 4, role: "images"), blockSize: blockSize)]
    }

    // TF: `_SpaceToDepthGrad`.
    public static let gradient = GradientRule<SpaceToDepth>.differentiable { definition, context in
        let inverse = DepthToSpace(blockSize: definition.blockSize, dataFormat: definition.dataFormat)
        return [context.graph.addTensor(inverse, inputs: [context.outputGradient()])]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        try .movingBlocks(
            images: context.inputs[0].dimensions, context.inputs[0].dtype, blockSize: blockSize, dataFormat,
            toDepth: true
        ).images(in: dataFormat, context, inputs: [0], outputs: [0])
    }
}

extension Tensor {
    /// Moves every square block of pixels into the channels of one pixel.
    ///
    /// self: `[batch, height, width, channels]`; the result is `[batch, height / size, width / size, channels·size²]`.
    /// TF: `tf.space_to_depth`.
    public func spaceToDepth(
        blockSize: Int, dataFormat: DataFormat = .channelsLast, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor {
        applying(SpaceToDepth(blockSize: blockSize, dataFormat: dataFormat), name: name, file: file, line: line)
    }
}
