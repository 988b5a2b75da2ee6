public import AdjointCore
import AdjointKernels

/// What a window that slides over images covers at each place, as channels. TF: `ExtractImagePatches`.
///
/// images: `[batch, height, width, channels]`; result: `[batch, rows, columns, window height · window width · channels]`,
/// zeros beside the images.
public struct ExtractImagePatches: OperationDefinition {
    public static let type = "ExtractImagePatches"
    public static let signature = OperationSignature(
        inputs: [.tensor("images", in: [.numeric, DTypeSet(.bool)])], outputs: [.tensor("patches")])
    public static let attributes: [AttributeKey<ExtractImagePatches>] = [
        .ints("ksizes", \.windowSize, required: true), .ints("strides", \.strides, required: true),
        .ints("rates", \.rates, required: true), .padding(\.padding),
    ]

    /// The extents of the window, for each dimension of the images.
    public var windowSize = [1, 1, 1, 1]
    /// How far the window moves, for each dimension of the images.
    public var strides = [1, 1, 1, 1]
    /// The distance between the window's elements, for each dimension of the images.
    public var rates = [1, 1, 1, 1]
    /// How the places relate to the borders.
    public var padding = PaddingScheme.valid

    public init() {}

    /// The op for a window.
    public init(window: WindowSize, strides: WindowSize, rates: WindowSize, padding: PaddingScheme) {
        windowSize = window.attribute(.channelsLast)
        self.strides = strides.attribute(.channelsLast)
        self.rates = rates.attribute(.channelsLast)
        self.padding = padding
    }

    /// The window over images, as that of a convolution.
    private var settings: ConvolutionSettings {
        var settings = ConvolutionSettings()
        (settings.strides, settings.dilations, settings.padding) = (strides, rates, padding)
        return settings
    }

    private func window() throws -> WindowSize { try DataFormat.channelsLast.spatial(windowSize, "ksizes") }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let (image, window) = (try context.shape(0, rank: 4, role: "images"), try window())
        let rules = try settings.rules()
        let channels = try image[3].map { channels in
            let (count, overflows) = channels.multipliedReportingOverflow(by: window.height * window.width)
            guard !overflows else { throw OperationError("a window of \(window) elements is too large") }
            return count
        }
        return [
            [
                image[0], try rules.height.places(image[1], window: window.height),
                try rules.width.places(image[2], window: window.width), channels,
            ]
        ]
    }

    // A convolution with the identity as its filter gives the same patches, so its gradient is theirs.
    // TF: `_ExtractImagePatchesGrad`.
    public static let gradient = GradientRule<ExtractImagePatches>.differentiable { definition, context in
        let (graph, shape) = (context.graph, context.inputs[0].shapeTensor())
        let window = definition.windowSize
        let channels = shape[3]
        let sizes = graph.packedIndices(
            [.known(window[1]), .known(window[2]), .computed(channels), .known(-1)], name: "filter_shape")
        let count = channels * Int32(window[1] * window[2])
        let diagonal = graph.ones(shape: count.expandingDimensions(at: 0), dtype: context.inputs[0].dtype)
        let filter = diagonal.matrixDiagonal().reshaped(to: sizes)
        return [
            graph.addTensor(
                Conv2DBackpropInput(definition.settings), inputs: [shape, filter, context.outputGradient()])
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (input, window) = (context.inputs[0], try window())
        let places = try settings.window(image: input.dimensions, filter: [window.height, window.width])
        let (rows, columns) = (places.height, places.width)
        let (channels, width) = (input.dimensions[3], input.dtype.byteCount)
        let pixelBytes = channels * width
        return Kernel { arguments in
            let (source, target) = (UnsafeRawPointer(arguments.rawInput(0)), arguments.rawOutput(0))
            arguments.workers.parallel(places.batch * rows.output) { line in
                let (image, row) = line.quotientAndRemainder(dividingBy: rows.output)
                var to = target + line * columns.output * window.height * window.width * pixelBytes
                for column in 0..<columns.output {
                    for i in 0..<window.height {
                        let y = row * rows.stride + i * rows.dilation - rows.padding
                        for j in 0..<window.width {
                            let x = column * columns.stride + j * columns.dilation - columns.padding
                            if y >= 0, y < rows.input, x >= 0, x < columns.input {
                                let pixel = (image * rows.input + y) * columns.input + x
                                to.copyMemory(from: source + pixel * pixelBytes, byteCount: pixelBytes)
                            } else {
                                to.initializeMemory(as: UInt8.self, repeating: 0, count: pixelBytes)
                            }
                            to += pixelBytes
                        }
                    }
                }
            }
        }
    }
}

extension Tensor {
    /// What a window that slides over images covers at each place, as channels. TF: `tf.extract_image_patches`.
    ///
    /// self: `[batch, height, width, channels]`; result: `[batch, rows, columns, window height · window width · channels]`.
    /// - Parameters:
    ///   - window: The extents of the window.
    ///   - strides: How far the window moves.
    ///   - rates: The distance between the window's elements.
    ///   - padding: How the places relate to the borders; not `.explicit`.
    public func imagePatches(
        window: WindowSize, strides: WindowSize, rates: WindowSize = 1, padding: PaddingScheme, name: String? = nil,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(
            ExtractImagePatches(window: window, strides: strides, rates: rates, padding: padding), name: name,
            file: file, line: line)
    }
}
