import AdjointCore
import AdjointKernels

/// ``Dilation2D`` or one of its gradients.
protocol MorphologicalDilation: OperationDefinition {
    /// Strides, padding; the rates are the dilations.
    var settings: ConvolutionSettings { get set }
}

extension MorphologicalDilation {
    static var dilationAttributes: [AttributeKey<Self>] {
        [
            .ints("strides", \Self.settings.strides, required: true),
            .ints("rates", \Self.settings.dilations, required: true), .padding(\Self.settings.padding),
        ]
    }

    /// The shape of the results.
    func dilatedShape(_ context: ShapeContext) throws -> Shape {
        let input = try context.shape(0, rank: 4, role: "input")
        let filter = try context.shape(1, rank: 3, role: "filter")
        guard settings.padding != .explicit else { throw OperationError("padding must be SAME or VALID") }
        guard let channels = Shape([input[3]]).merged(with: [filter[2]]) else {
            throw OperationError("input \(input) and filter \(filter) have different channels")
        }
        let rules = try settings.rules()
        return [
            input[0], try rules.height.places(input[1], window: filter[0]),
            try rules.width.places(input[2], window: filter[1]), channels[0],
        ]
    }

    /// The shape of input `index`, which is also that of its gradient, once all inputs fit.
    func gradientShape(_ context: ShapeContext, of index: Int) throws -> Shape {
        let result = try dilatedShape(context)
        guard context.shape(2).isCompatible(with: result) else {
            throw OperationError("results of shape \(result) have a gradient of shape \(context.shape(2))")
        }
        return context.shape(index).merged(with: Shape(rank: index == 0 ? 4 : 3)) ?? .unknown
    }

    /// The window over inputs of known shape.
    func dilation(_ context: borrowing BindingContext) throws -> DilationWindow {
        let (input, filter) = (context.inputs[0].dimensions, context.inputs[1].dimensions)
        let window = try settings.window(image: input, filter: filter)
        let results = [window.batch, window.height.output, window.width.output, input[3]]
        guard filter[2] == input[3], context.inputs.count < 3 || context.inputs[2].dimensions == results else {
            throw OperationError(
                "input \(Shape(input)) and filter \(Shape(filter)) give results of shape \(Shape(results))")
        }
        return DilationWindow(window: window, channels: input[3])
    }
}

/// A filter that slides over images and is added to what it covers, of which the largest counts.
struct DilationWindow: Sendable {
    let window: SlidingWindow
    let channels: Int

    /// The largest sum at a place, and where its parts stand: in the images, and in the filter. `nil` where the window
    /// covers nothing that is larger than the least number; TensorFlow then has places of its own.
    @inline(__always)
    func largest<Element: NumericElement>(
        _ input: UnsafePointer<Element>, _ filter: UnsafePointer<Element>, image: Int, row: Int, column: Int,
        channel: Int
    ) -> (sum: Element, input: Int?, filter: Int) {
        let (rows, columns) = (window.height, window.width)
        var largest = Element.leastFinite
        let (top, left) = (row * rows.stride - rows.padding, column * columns.stride - columns.padding)
        // Where TensorFlow sends the gradient of a place that covers nothing: the corner, if it is in the image.
        var from: Int? = nil
        if max(top, 0) < rows.input, max(left, 0) < columns.input {
            from = ((image * rows.input + max(top, 0)) * columns.input + max(left, 0)) * channels + channel
        }
        var element = channel
        for i in 0..<rows.window {
            let y = top + i * rows.dilation
            guard y >= 0, y < rows.input else { continue }
            for j in 0..<columns.window {
                let x = left + j * columns.dilation
                guard x >= 0, x < columns.input else { continue }
                let place = ((image * rows.input + y) * columns.input + x) * channels + channel
                let own = (i * columns.window + j) * channels + channel
                let sum = Element.sum(input[place], filter[own])
                if sum > largest { (largest, from, element) = (sum, place, own) }
            }
        }
        return (largest, from, element)
    }

    /// The number of results.
    var count: Int { window.placeCount * channels }

    /// The operations of one call.
    var operationCount: Int { 2 * count * window.height.window * window.width.window }
}

/// What a gradient of a dilation belongs to.
enum DilationOperand: Sendable {
    case input, filter
}

extension MorphologicalDilation {
    /// The kernel of a gradient. Inputs: images, filter, the results' gradient.
    func gradientKernel(_ context: borrowing BindingContext, of operand: DilationOperand) throws -> Kernel {
        func kernel<Element: NumericElement>(_: Element.Type) throws -> Kernel {
            let dilation = try dilation(context)
            let (count, channels) = (context.outputs[0].count, dilation.channels)
            let (rows, columns) = (dilation.window.height, dilation.window.width)
            return Kernel(operationCount: dilation.operationCount) { arguments in
                let (input, filter) = (arguments.input(0, as: Element.self), arguments.input(1, as: Element.self))
                let (gradient, output) = (arguments.input(2, as: Element.self), arguments.output(0, as: Element.self))
                output.update(repeating: Element.zeroElement, count: count)
                // A channel's sums go over all places in their order.
                arguments.workers.parallel(channels) { channel in
                    for place in 0..<dilation.window.placeCount {
                        let (line, column) = place.quotientAndRemainder(dividingBy: columns.output)
                        let (image, row) = line.quotientAndRemainder(dividingBy: rows.output)
                        let largest = dilation.largest(
                            input, filter, image: image, row: row, column: column, channel: channel)
                        let target = operand == .input ? largest.input : largest.filter
                        guard let target else { continue }
                        output[target] = Element.sum(output[target], gradient[place * channels + channel])
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
