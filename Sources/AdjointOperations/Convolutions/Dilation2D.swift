public import AdjointCore
import AdjointKernels

/// The largest sum of what a filter covers and the filter itself, channel by channel. TF: `Dilation2D`.
///
/// output[b, y, x, c] = max over i, j of input[b, s·y + r·i, s·x + r·j, c] + filter[i, j, c].
///
/// input: `[batch, height, width, channels]`; filter: `[height, width, channels]`. Numeric types.
public struct Dilation2D: MorphologicalDilation {
    public static let type = "Dilation2D"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", in: .numeric), .tensor("filter", in: .numeric)], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<Dilation2D>] = dilationAttributes

    public var settings = ConvolutionSettings()

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [try dilatedShape(context)] }

    // TF: `_Dilation2DGrad`.
    public static let gradient = GradientRule<Dilation2D>.differentiable { definition, context in
        let inputs = context.inputs + [context.outputGradient()]
        var (ofInput, ofFilter) = (Dilation2DBackpropInput(), Dilation2DBackpropFilter())
        (ofInput.settings, ofFilter.settings) = (definition.settings, definition.settings)
        return [
            context.graph.addTensor(ofInput, inputs: inputs), context.graph.addTensor(ofFilter, inputs: inputs),
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        func kernel<Element: NumericElement>(_: Element.Type) throws -> Kernel {
            let dilation = try dilation(context)
            let (rows, columns, channels) = (dilation.window.height, dilation.window.width, dilation.channels)
            return Kernel(operationCount: dilation.operationCount) { arguments in
                let (input, filter) = (arguments.input(0, as: Element.self), arguments.input(1, as: Element.self))
                let output = arguments.output(0, as: Element.self)
                arguments.workers.parallel(dilation.window.batch * rows.output) { line in
                    let (image, row) = line.quotientAndRemainder(dividingBy: rows.output)
                    for column in 0..<columns.output {
                        for channel in 0..<channels {
                            output[(line * columns.output + column) * channels + channel] =
                                dilation.largest(
                                    input, filter, image: image, row: row, column: column, channel: channel
                                ).sum
                        }
                    }
                }
            }
        }
        switch context.inputs[0].dtype {
        case .float32: return try kernel(Float.self)
        case .float64: return try kernel(Double.self)
        case .int32: return try kernel(Int32.self)
        case .int64: return try kernel(Int64.self)
        case let dtype: return try kernel(dtype.requireNumeric())
        }
    }
}
