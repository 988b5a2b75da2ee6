public import AdjointCore
import AdjointKernels

/// Images resized by cubic interpolation between sixteen pixels. TF: `ResizeBicubic`.
public struct ResizeBicubic: ImageResizing {
    public static let type = "ResizeBicubic"
    public static let signature = OperationSignature(
        inputs: [.tensor("images", in: .numeric), .tensor("size", .int32)],
        outputs: [.tensor("resized_images", .float32)])
    public static let attributes: [AttributeKey<ResizeBicubic>] = [
        .bool("align_corners", \.alignsCorners), .bool("half_pixel_centers", \.usesPixelCenters),
    ]

    public var alignsCorners = false
    public var usesPixelCenters = false

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [try resizedShape(context)] }

    // TF: `_ResizeBicubicGrad`.
    public static let gradient = GradientRule<ResizeBicubic>.differentiable { definition, context in
        guard DTypeSet.real.contains(context.inputs[0].dtype) else { return [nil, nil] }
        let gradient = context.graph.addTensor(
            ResizeBicubicGrad(definition), inputs: [context.outputGradient(), context.inputs[0]])
        return [gradient, nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let pixel = try PixelReading(context.inputs[0].dtype)
        let (input, output) = (context.inputs[0].dimensions, context.outputs[0].dimensions)
        let axes = try axes(from: input, to: output)
        let rows = (0..<output[1]).map { CubicWeights(axes.rows, at: $0) }
        let columns = (0..<output[2]).map { CubicWeights(axes.columns, at: $0) }
        let channels = input[3]
        return Kernel(operationCount: 32 * context.outputs[0].count) { arguments in
            let (source, target) = (UnsafeRawPointer(arguments.rawInput(0)), arguments.output(0, as: Float.self))
            arguments.workers.parallel(output[0] * output[1]) { line in
                let (image, index) = line.quotientAndRemainder(dividingBy: output[1])
                let row = rows[index]
                var to = target + line * output[2] * channels
                for column in columns {
                    for channel in 0..<channels {
                        var sum: Float = 0
                        for i in 0..<4 {
                            // Each column is interpolated first, as in TensorFlow.
                            var part: Float = 0
                            for j in 0..<4 {
                                let place = (image * input[1] + row.indices[j]) * input[2] + column.indices[i]
                                part += pixel(source, place * channels + channel) * row.weights[j]
                            }
                            sum += part * column.weights[i]
                        }
                        to[channel] = sum
                    }
                    to += channels
                }
            }
        }
    }
}

extension Tensor {
    /// Images resized by cubic interpolation between sixteen pixels; float32. TF: `tf.image.resize_bicubic`.
    ///
    /// self: `[batch, height, width, channels]`, numbers; size: the new height and width.
    public func resizedBicubically(
        size: some IndexOperand, alignsCorners: Bool = false, usesPixelCenters: Bool = false, name: String? = nil,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        var definition = ResizeBicubic()
        (definition.alignsCorners, definition.usesPixelCenters) = (alignsCorners, usesPixelCenters)
        return graph.addTensor(
            definition, operands: [.tensor(self), size.operand("size")], name: name, site: CreationSite(file, line))
    }
}
