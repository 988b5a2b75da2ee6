import AdjointCore
import AdjointKernels

/// The attributes that convolutions and their gradients share.
public struct ConvolutionSettings: Sendable, Hashable {
    /// How far the window moves, for each dimension of the images.
    public var strides = [1, 1, 1, 1]
    /// How the places relate to the borders.
    public var padding = PaddingScheme.valid
    /// With `.explicit`, the zeros before and after, for each dimension of the images.
    public var explicitPaddings: [Int] = []
    /// The distance between the window's elements, for each dimension of the images.
    public var dilations = [1, 1, 1, 1]
    /// The order of the images' dimensions.
    public var dataFormat = DataFormat.channelsLast

    init() {}

    init(strides: WindowSize, padding: WindowPadding, dilations: WindowSize, dataFormat: DataFormat) {
        self.strides = strides.attribute(dataFormat)
        self.padding = padding.scheme
        explicitPaddings = padding.explicitPaddings(dataFormat)
        self.dilations = dilations.attribute(dataFormat)
        self.dataFormat = dataFormat
    }

    /// The vertical and the horizontal axis.
    func rules() throws(OperationError) -> (height: WindowRule, width: WindowRule) {
        let strides = try dataFormat.spatial(strides, "strides")
        let dilations = try dataFormat.spatial(dilations, "dilations")
        var (vertical, horizontal) = (Padding(), Padding())
        if padding == .explicit {
            let axes = dataFormat.spatialAxes
            guard explicitPaddings.count == 8, explicitPaddings.allSatisfy({ 0...Int(Int32.max) ~= $0 }),
                (0..<4).allSatisfy({ axes.contains($0) || explicitPaddings[2 * $0..<2 * $0 + 2] == [0, 0] })
            else {
                throw OperationError(
                    "explicit_paddings must hold two numbers for each of 4 dimensions, 0 for batch and channels: \(explicitPaddings)"
                )
            }
            vertical = Padding(before: explicitPaddings[2 * axes[0]], after: explicitPaddings[2 * axes[0] + 1])
            horizontal = Padding(before: explicitPaddings[2 * axes[1]], after: explicitPaddings[2 * axes[1] + 1])
        } else if !explicitPaddings.isEmpty {
            throw OperationError("explicit_paddings needs EXPLICIT padding, not \(padding.rawValue)")
        }
        return (
            WindowRule(stride: strides.height, dilation: dilations.height, scheme: padding, padding: vertical),
            WindowRule(stride: strides.width, dilation: dilations.width, scheme: padding, padding: horizontal)
        )
    }

    /// What is known of the results' shape.
    ///
    /// - Parameter isDepthwise: Whether each channel has filters of its own, [height, width, channels, multiplier].
    func resultShape(image: Shape, filter: Shape, isDepthwise: Bool = false) throws(OperationError) -> Shape {
        let rules = try rules()
        guard let image = image.merged(with: Shape(rank: 4)), let filter = filter.merged(with: Shape(rank: 4)) else {
            throw OperationError("image and filter must be of rank 4: \(image) and \(filter)")
        }
        let axes = dataFormat.spatialAxes
        let channels = image[dataFormat.channelAxis(rank: 4)]
        var outputs = filter[3]
        if isDepthwise {
            if let channels, let filterChannels = filter[2], channels != filterChannels {
                throw OperationError("the image has \(channels) channels, the filter \(filterChannels)")
            }
            outputs = nil
            if let channels = channels ?? filter[2], let multiplier = filter[3] {
                let (product, overflows) = channels.multipliedReportingOverflow(by: multiplier)
                guard !overflows else { throw OperationError("too many outputs: \(channels) · \(multiplier)") }
                outputs = product
            }
        } else if let channels, let filterChannels = filter[2] {
            guard filterChannels > 0, channels % filterChannels == 0 else {
                throw OperationError(
                    "the image has \(channels) channels, which is no multiple of the filter's \(filterChannels)")
            }
            if let outputs, channels > 0, outputs % (channels / filterChannels) != 0 {
                throw OperationError(
                    "\(outputs) outputs do not divide among \(channels / filterChannels) groups of channels")
            }
        }
        return dataFormat.imageShape(
            batch: image[0], height: try rules.height.places(image[axes[0]], window: filter[0]),
            width: try rules.width.places(image[axes[1]], window: filter[1]), channels: outputs)
    }

    /// The window over images of known shape.
    func window(image: [Int], filter: [Int]) throws(OperationError) -> SlidingWindow {
        let (rules, axes) = (try rules(), dataFormat.spatialAxes)
        return SlidingWindow(
            batch: image[0], height: try rules.height.axis(image[axes[0]], window: filter[0]),
            width: try rules.width.axis(image[axes[1]], window: filter[1]))
    }

    /// The window over images of known shape, for the gradient of results of known shape.
    func window(image: [Int], filter: [Int], gradient: [Int], isDepthwise: Bool = false) throws -> SlidingWindow {
        let expected = try resultShape(image: Shape(image), filter: Shape(filter), isDepthwise: isDepthwise)
        guard expected == Shape(gradient) else {
            throw OperationError(
                "images \(Shape(image)) and a filter \(Shape(filter)) give results of shape \(expected), but their gradient has \(Shape(gradient))"
            )
        }
        return try window(image: image, filter: filter)
    }

    /// The convolution of images of known shape.
    func convolution(_ window: SlidingWindow, image: [Int], filter: [Int]) throws -> Convolution {
        let channels = image[dataFormat.channelAxis(rank: 4)]
        guard channels > 0 else { throw OperationError("the image has no channels: \(Shape(image))") }
        return Convolution(
            window: window, inputChannels: channels, filterChannels: filter[2], outputChannels: filter[3])
    }
}

/// A convolution, or the gradient of one.
protocol ConvolutionOperation: SettingsOperation where Settings == ConvolutionSettings {}

extension ConvolutionOperation {
    /// The shape of a gradient whose dimensions are the elements of input `index`.
    func gradientShape(_ context: ShapeContext, sizes index: Int, batch: Int? = nil) throws -> Shape {
        guard context.shape(index).isCompatible(with: [4]) else {
            throw OperationError("sizes must be a vector of 4, not of shape \(context.shape(index))")
        }
        if let negative = context.integers(index)?.first(where: { $0 < 0 }) {
            throw OperationError("a size is negative: \(negative)")
        }
        guard let shape = context.partialShape(index).merged(with: [batch, nil, nil, nil]) else {
            throw OperationError("the gradient has \(batch ?? 0) images, the sizes are \(context.partialShape(index))")
        }
        return shape
    }
}
