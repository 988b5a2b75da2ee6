import AdjointCore
import AdjointKernels

/// The attributes that pooling ops and their gradients share.
public struct PoolingSettings: Sendable, Hashable {
    /// The extents of the window, for each dimension of the images.
    public var windowSize = [1, 1, 1, 1]
    /// How far the window moves, for each dimension of the images.
    public var strides = [1, 1, 1, 1]
    /// How the places relate to the borders.
    public var padding = PaddingScheme.valid
    /// With `.explicit`, what is left out before and after, for each dimension of the images.
    public var explicitPaddings: [Int] = []
    /// The order of the images' dimensions.
    public var dataFormat = DataFormat.channelsLast

    init() {}

    init(window: WindowSize, strides: WindowSize, padding: WindowPadding, dataFormat: DataFormat) {
        windowSize = window.attribute(dataFormat)
        self.strides = strides.attribute(dataFormat)
        self.padding = padding.scheme
        explicitPaddings = padding.explicitPaddings(dataFormat)
        self.dataFormat = dataFormat
    }

    /// The window's extents.
    func window() throws(OperationError) -> WindowSize { try dataFormat.spatial(windowSize, "ksize") }

    /// The vertical and the horizontal axis.
    func rules() throws(OperationError) -> (height: WindowRule, width: WindowRule) {
        var settings = ConvolutionSettings()
        (settings.strides, settings.padding, settings.explicitPaddings) = (strides, padding, explicitPaddings)
        settings.dataFormat = dataFormat
        let rules = try settings.rules()
        let window = try window()
        for (rule, extent) in [(rules.height, window.height), (rules.width, window.width)]
        where max(rule.padding.before, rule.padding.after) >= extent {
            throw OperationError("explicit_paddings must be less than the window: \(explicitPaddings), \(windowSize)")
        }
        return rules
    }

    /// What is known of the results' shape.
    func resultShape(image: Shape) throws(OperationError) -> Shape {
        let (window, rules, axes) = (try window(), try rules(), dataFormat.spatialAxes)
        guard let image = image.merged(with: Shape(rank: 4)) else {
            throw OperationError("images must be of rank 4, not of shape \(image)")
        }
        return dataFormat.imageShape(
            batch: image[0], height: try rules.height.places(image[axes[0]], window: window.height),
            width: try rules.width.places(image[axes[1]], window: window.width),
            channels: image[dataFormat.channelAxis(rank: 4)])
    }

    /// What is known of a gradient's shape, which is the images'.
    ///
    /// - Throws: ``OperationError`` if the results' gradient does not fit.
    func imageShape(_ image: Shape, gradient: Shape) throws(OperationError) -> Shape {
        let result = try resultShape(image: image)
        guard result.isCompatible(with: gradient) else {
            throw OperationError("images \(image) give results of shape \(result), but their gradient has \(gradient)")
        }
        return image.merged(with: Shape(rank: 4)) ?? image
    }

    /// The pooling of images of known shape.
    func pooling(image: [Int], _ type: ElementType) throws(OperationError) -> Pooling {
        let (window, rules, axes) = (try window(), try rules(), dataFormat.spatialAxes)
        return Pooling(
            window: SlidingWindow(
                batch: image[0], height: try rules.height.axis(image[axes[0]], window: window.height),
                width: try rules.width.axis(image[axes[1]], window: window.width)),
            channels: image[dataFormat.channelAxis(rank: 4)], type)
    }
}

/// An op whose window is an attribute.
protocol PoolingOperation: SettingsOperation where Settings == PoolingSettings {}

/// An op whose window and strides are inputs, the last two; in the attributes they stay what they are by default.
protocol DynamicPoolingOperation: SettingsOperation where Settings == PoolingSettings {}

extension DynamicPoolingOperation {
    /// The settings with window and strides, if those are known.
    func settings(_ context: ShapeContext) throws -> PoolingSettings? {
        let first = context.inputs.count - 2
        for index in [first, first + 1] where !context.shape(index).isCompatible(with: [4]) {
            throw OperationError("window and strides must be vectors of 4, not of shape \(context.shape(index))")
        }
        guard let windowSize = context.integers(first), let strides = context.integers(first + 1) else { return nil }
        var settings = settings
        (settings.windowSize, settings.strides) = (windowSize, strides)
        return settings
    }

    /// The settings with window and strides.
    func settings(_ context: borrowing BindingContext) throws -> PoolingSettings {
        let first = context.inputs.count - 2
        var settings = settings
        settings.windowSize = try context.integers(first)
        settings.strides = try context.integers(first + 1)
        return settings
    }
}

extension PoolingSettings {
    /// The kernel of `MaxPool`.
    func maximumKernel(_ context: borrowing BindingContext) throws -> Kernel {
        let type = try context.elementType(where: \.isComputableFloat)
        let pooling = try pooling(image: context.inputs[0].dimensions, type)
        return Kernel(operationCount: pooling.operationCount) { arguments in
            pooling.maximum(arguments.rawInput(0), to: arguments.rawOutput(0), workers: arguments.workers)
        }.images(in: dataFormat, context, inputs: [0], outputs: [0])
    }

    /// The kernel of `MaxPoolGrad`.
    func maximumGradientKernel(_ context: borrowing BindingContext) throws -> Kernel {
        let type = try context.elementType(where: \.isComputableFloat)
        let image = context.inputs[0].dimensions
        _ = try imageShape(Shape(image), gradient: Shape(context.inputs[2].dimensions))
        let pooling = try pooling(image: image, type)
        return Kernel(operationCount: pooling.operationCount) { arguments in
            pooling.maximumGradient(
                arguments.rawInput(0), gradient: arguments.rawInput(2), to: arguments.rawOutput(0),
                workers: arguments.workers)
        }.images(in: dataFormat, context, inputs: [0, 2], outputs: [0])
    }

    /// The kernel of `MaxPoolGradGrad`.
    func maximumSecondGradientKernel(_ context: borrowing BindingContext) throws -> Kernel {
        let type = try context.elementType(where: \.isComputableFloat)
        let image = context.inputs[0].dimensions
        guard image == context.inputs[2].dimensions else {
            throw OperationError("the gradient must have the images' shape: \(context.inputs[2].dimensions), \(image)")
        }
        let pooling = try pooling(image: image, type)
        return Kernel(operationCount: pooling.operationCount) { arguments in
            pooling.selectingAtMaximum(
                arguments.rawInput(0), values: arguments.rawInput(2), to: arguments.rawOutput(0),
                workers: arguments.workers)
        }.images(in: dataFormat, context, inputs: [0, 2], outputs: [0])
    }
}

extension OperationTraits {
    /// A gradient of max pooling: of the results, input 1, only the shape is looked at.
    static let maximumGradient: OperationTraits = {
        var traits = OperationTraits()
        traits.metadataInputs = [1]
        return traits
    }()
}
