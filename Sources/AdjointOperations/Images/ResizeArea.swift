public import AdjointCore
import AdjointKernels

/// Images resized by the mean of the area that each pixel stands for. TF: `ResizeArea`.
public struct ResizeArea: ImageResizing {
    public static let type = "ResizeArea"
    public static let signature = OperationSignature(
        inputs: [.tensor("images", in: .numeric), .tensor("size", .int32)],
        outputs: [.tensor("resized_images", .float32)])
    public static let attributes: [AttributeKey<ResizeArea>] = [.bool("align_corners", \.alignsCorners)]

    public var alignsCorners = false
    /// Has no meaning for areas.
    public var usesPixelCenters = false

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [try resizedShape(context)] }

    public static let gradient = GradientRule<ResizeArea>.notDifferentiable(
        reason: "TensorFlow defines no gradient for it")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let pixel = try PixelReading(context.inputs[0].dtype)
        let (input, output) = (context.inputs[0].dimensions, context.outputs[0].dimensions)
        let axes = try axes(from: input, to: output)
        let rows = (0..<output[1]).map { Self.parts(axes.rows, at: $0) }
        let columns = (0..<output[2]).map { Self.parts(axes.columns, at: $0) }
        let (channels, factor) = (input[3], 1 / (axes.rows.scale * axes.columns.scale))
        return Kernel(operationCount: context.inputs[0].count) { arguments in
            let (source, target) = (UnsafeRawPointer(arguments.rawInput(0)), arguments.output(0, as: Float.self))
            arguments.workers.parallel(output[0] * output[1]) { line in
                let (image, index) = line.quotientAndRemainder(dividingBy: output[1])
                var to = target + line * output[2] * channels
                for column in columns {
                    to.update(repeating: 0, count: channels)
                    for row in rows[index] {
                        for part in column {
                            let place = ((image * input[1] + row.index) * input[2] + part.index) * channels
                            let weight = row.weight * part.weight * factor
                            for channel in 0..<channels { to[channel] += pixel(source, place + channel) * weight }
                        }
                    }
                    to += channels
                }
            }
        }
    }

    /// The pixels of the original that a pixel of the result covers along an axis, and how much of each.
    private static func parts(_ axis: ResizedAxis, at index: Int) -> [(index: Int, weight: Float)] {
        let scale = axis.scale
        let (first, last) = (Float(index) * scale, Float(index + 1) * scale)
        return (Int(first.rounded(.down))..<max(Int(last.rounded(.up)), Int(first.rounded(.down)))).map { pixel in
            let (begin, end) = (Float(pixel), Float(pixel + 1))
            let weight =
                begin < first ? (end > last ? scale : end - first) : (end > last ? last - begin : 1)
            return (max(0, min(axis.input - 1, pixel)), weight)
        }
    }
}

extension Tensor {
    /// Images resized by the mean of the area that each pixel stands for; float32. TF: `tf.image.resize_area`.
    ///
    /// self: `[batch, height, width, channels]`, numbers; size: the new height and width.
    public func resizedByArea(
        size: some IndexOperand, alignsCorners: Bool = false, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor {
        var definition = ResizeArea()
        definition.alignsCorners = alignsCorners
        return graph.addTensor(
            definition, operands: [.tensor(self), size.operand("size")], name: name, site: CreationSite(file, line))
    }
}
