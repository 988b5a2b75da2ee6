public import AdjointCore
import AdjointKernels

/// Images resized by taking the nearest pixel. TF: `ResizeNearestNeighbor`.
public struct ResizeNearestNeighbor: ImageResizing {
    public static let type = "ResizeNearestNeighbor"
    public static let signature = OperationSignature(
        inputs: [.tensor("images", in: .numeric), .tensor("size", .int32)], outputs: [.tensor("resized_images")])
    public static let attributes: [AttributeKey<ResizeNearestNeighbor>] = [
        .bool("align_corners", \.alignsCorners), .bool("half_pixel_centers", \.usesPixelCenters),
    ]

    public var alignsCorners = false
    public var usesPixelCenters = false

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [try resizedShape(context)] }

    // TF: `_ResizeNearestNeighborGrad`.
    public static let gradient = GradientRule<ResizeNearestNeighbor>.differentiable { definition, context in
        let image = context.inputs[0]
        let gradient = Operand.tensor(context.outputGradient())
        let size: Operand
        if let height = image.shape[1], let width = image.shape[2] {
            size = .constant(NDArray(indices: [height, width]), argument: "size")
        } else {
            size = .tensor(image.shapeTensor()[1..<3])
        }
        return [
            context.graph.addTensor(ResizeNearestNeighborGrad(definition), operands: [gradient, size], site: nil), nil,
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (input, output) = (context.inputs[0].dimensions, context.outputs[0].dimensions)
        let axes = try axes(from: input, to: output)
        let pixelBytes = input[3] * context.inputs[0].dtype.byteCount
        let rows = (0..<output[1]).map(axes.rows.nearest)
        let columns = (0..<output[2]).map { axes.columns.nearest($0) * pixelBytes }
        return Kernel { arguments in
            let (source, target) = (arguments.rawInput(0), arguments.rawOutput(0))
            arguments.workers.parallel(output[0] * output[1]) { line in
                let (image, row) = line.quotientAndRemainder(dividingBy: output[1])
                let from = source + (image * input[1] + rows[row]) * input[2] * pixelBytes
                let to = target + line * output[2] * pixelBytes
                for (column, offset) in columns.enumerated() {
                    (to + column * pixelBytes).copyMemory(from: from + offset, byteCount: pixelBytes)
                }
            }
        }
    }
}

extension Tensor {
    /// Images resized by taking the nearest pixel.
    ///
    /// self: `[batch, height, width, channels]` of numbers; size: the new height and width. TF:
    /// `tf.image.resize_nearest_neighbor`.
    public func resizedToNearest(
        size: some IndexOperand, alignsCorners: Bool = false, usesPixelCenters: Bool = false, name: String? = nil,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        var definition = ResizeNearestNeighbor()
        (definition.alignsCorners, definition.usesPixelCenters) = (alignsCorners, usesPixelCenters)
        return graph.addTensor(
            definition, operands: [.tensor(self), size.operand("size")], name: name, site: CreationSite(file, line))
    }
}
