public import AdjointCore
import AdjointKernels

/// Images resized by interpolating between the four nearest pixels. TF: `ResizeBilinear`.
public struct ResizeBilinear: ImageResizing {
    public static let type = "ResizeBilinear"
    public static let signature = OperationSignature(
        inputs: [.tensor("images", in: .numeric), .tensor("size", .int32)],
        outputs: [.tensor("resized_images", .float32)])
    public static let attributes: [AttributeKey<ResizeBilinear>] = [
        .bool("align_corners", \.alignsCorners), .bool("half_pixel_centers", \.usesPixelCenters),
    ]

    public var alignsCorners = false
    public var usesPixelCenters = false

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [try resizedShape(context)] }

    // TF: `_ResizeBilinearGrad`.
    public static let gradient = GradientRule<ResizeBilinear>.differentiable { definition, context in
        [
            context.graph.addTensor(
                ResizeBilinearGrad(definition), inputs: [context.outputGradient(), context.inputs[0]]),
            nil,
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        switch context.inputs[0].dtype {
        case .float32: try kernel(context) { (pixel: Float) in pixel }
        case .float64: try kernel(context) { (pixel: Double) in Float(pixel) }
        case .uint8: try kernel(context) { (pixel: UInt8) in Float(pixel) }
        case .int32: try kernel(context) { (pixel: Int32) in Float(pixel) }
        default: throw OperationError.noKernel(for: context.inputs[0].dtype)
        }
    }

    private func kernel<Pixel>(
        _ context: borrowing BindingContext, _ value: @escaping @Sendable (Pixel) -> Float
    ) throws -> Kernel {
        let (input, output) = (context.inputs[0].dimensions, context.outputs[0].dimensions)
        let axes = try axes(from: input, to: output)
        let channels = input[3]
        let rows = (0..<output[1]).map(axes.rows.neighbors)
        let columns = (0..<output[2]).map(axes.columns.neighbors)
        return Kernel(operationCount: 8 * context.outputs[0].count) { arguments in
            let (source, target) = (arguments.input(0, as: Pixel.self), arguments.output(0, as: Float.self))
            arguments.workers.parallel(output[0] * output[1]) { line in
                let (image, index) = line.quotientAndRemainder(dividingBy: output[1])
                let row = rows[index]
                let top = source + (image * input[1] + row.lower) * input[2] * channels
                let bottom = source + (image * input[1] + row.upper) * input[2] * channels
                var to = target + line * output[2] * channels
                for column in columns {
                    let (left, right) = (column.lower * channels, column.upper * channels)
                    for channel in 0..<channels {
                        let topLeft = value(top[left + channel])
                        let bottomLeft = value(bottom[left + channel])
                        let above = topLeft + (value(top[right + channel]) - topLeft) * column.distance
                        let below = bottomLeft + (value(bottom[right + channel]) - bottomLeft) * column.distance
                        to[channel] = above + (below - above) * row.distance
                    }
                    to += channels
                }
            }
        }
    }
}

extension Tensor {
    /// Images resized by interpolating between the four nearest pixels; float32.
    ///
    /// self: `[batch, height, width, channels]`, float32, float64, uint8 or int32; size: the new height and width. TF:
    /// `tf.image.resize_bilinear`.
    public func resizedBilinearly(
        size: some IndexOperand, alignsCorners: Bool = false, usesPixelCenters: Bool = false, name: String? = nil,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        var definition = ResizeBilinear()
        (definition.alignsCorners, definition.usesPixelCenters) = (alignsCorners, usesPixelCenters)
        return graph.addTensor(
            definition, operands: [.tensor(self), size.operand("size")], name: name, site: CreationSite(file, line))
    }
}
