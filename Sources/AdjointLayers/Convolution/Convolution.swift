public import AdjointCore
public import AdjointOperations

extension Tensor {
    /// A convolutional layer for images: activation(self ∗ kernel + bias). TF: `tf.layers.conv2d`.
    ///
    /// self: `[batch, height, width, channels]` (or `[batch, channels, height, width]`) with known channels, float32 or
    /// float64. The variables are `name/kernel` `[height, width, channels, filters]` and `name/bias` `[filters]`.
    /// - Parameters:
    ///   - filters: How many outputs a place has.
    ///   - kernelSize: The window's extents.
    ///   - strides: How far the window moves.
    ///   - padding: How the places relate to the borders.
    ///   - dataFormat: The order of the images' dimensions.
    ///   - dilationRate: The distance between the window's elements; more than 1 only with strides of 1.
    ///   - activation: Applied last; none by default.
    ///   - usesBias: Whether there is a bias.
    ///   - kernelInitializer: By default the variable scope's, or else Glorot's uniform.
    ///   - biasInitializer: Zeros by default.
    ///   - kernelRegularizer: Its loss joins ``CollectionKey/regularizationLosses``.
    ///   - biasRegularizer: Its loss joins ``CollectionKey/regularizationLosses``.
    ///   - activityRegularizer: Its loss of the result, divided by the batch size, joins
    ///     ``CollectionKey/regularizationLosses``.
    ///   - kernelConstraint: Applied by optimizers after each update.
    ///   - biasConstraint: Applied by optimizers after each update.
    ///   - isTrainable: Whether the variables join ``CollectionKey/trainableVariables``.
    ///   - name: `conv2d`, `conv2d_1`… by default.
    ///   - reuse: Whether the variables are made or found.
    public func conv2d(
        _ filters: Int, kernelSize: WindowSize, strides: WindowSize = 1, padding: WindowPadding = .valid,
        dataFormat: DataFormat = .channelsLast, dilationRate: WindowSize = 1, activation: Activation? = nil,
        usesBias: Bool = true, kernelInitializer: Initializer? = nil, biasInitializer: Initializer = .zeros,
        kernelRegularizer: Regularizer? = nil, biasRegularizer: Regularizer? = nil,
        activityRegularizer: Regularizer? = nil, kernelConstraint: Constraint? = nil,
        biasConstraint: Constraint? = nil, isTrainable: Bool = true, name: String? = nil, reuse: VariableReuse = .never,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        let layer = ConvolutionLayer(
            kind: "conv2d", filters: filters, dataFormat: dataFormat, activation: activation,
            bias: usesBias
                ? ConvolutionLayer.Parameter("bias", biasInitializer, biasRegularizer, biasConstraint) : nil,
            activityRegularizer: activityRegularizer, isTrainable: isTrainable, name: name, reuse: reuse,
            site: CreationSite(file, line))
        let kernel = ConvolutionLayer.Parameter("kernel", kernelInitializer, kernelRegularizer, kernelConstraint)
        return layer.build(
            on: self, rank: 4, kernels: [(kernel, { [kernelSize.height, kernelSize.width, $0, filters] })]
        ) {
            convolved(
                with: $0[0], strides: strides, padding: padding, dilations: dilationRate, dataFormat: dataFormat,
                kernelSize: kernelSize, site: layer.site)
        }
    }

    /// A convolutional layer for sequences: activation(self ∗ kernel + bias). TF: `tf.layers.conv1d`.
    ///
    /// self: `[batch, steps, channels]` with known channels, float32 or float64. The variables are `name/kernel` `[size,
    /// channels, filters]` and `name/bias` `[filters]`.
    /// - Parameters:
    ///   - filters: How many outputs a place has.
    ///   - kernelSize: The window's extent.
    ///   - strides: How far the window moves.
    ///   - padding: How the places relate to the ends; `.same` or `.valid`.
    ///   - dilationRate: The distance between the window's elements.
    ///   - activation: Applied last; none by default.
    ///   - usesBias: Whether there is a bias.
    ///   - kernelInitializer: By default the variable scope's, or else Glorot's uniform.
    ///   - biasInitializer: Zeros by default.
    ///   - kernelRegularizer: Its loss joins ``CollectionKey/regularizationLosses``.
    ///   - biasRegularizer: Its loss joins ``CollectionKey/regularizationLosses``.
    ///   - activityRegularizer: Its loss of the result, divided by the batch size, joins
    ///     ``CollectionKey/regularizationLosses``.
    ///   - kernelConstraint: Applied by optimizers after each update.
    ///   - biasConstraint: Applied by optimizers after each update.
    ///   - isTrainable: Whether the variables join ``CollectionKey/trainableVariables``.
    ///   - name: `conv1d`, `conv1d_1`… by default.
    ///   - reuse: Whether the variables are made or found.
    public func conv1d(
        _ filters: Int, kernelSize: Int, strides: Int = 1, padding: WindowPadding = .valid, dilationRate: Int = 1,
        activation: Activation? = nil, usesBias: Bool = true, kernelInitializer: Initializer? = nil,
        biasInitializer: Initializer = .zeros, kernelRegularizer: Regularizer? = nil,
        biasRegularizer: Regularizer? = nil, activityRegularizer: Regularizer? = nil,
        kernelConstraint: Constraint? = nil, biasConstraint: Constraint? = nil, isTrainable: Bool = true,
        name: String? = nil, reuse: VariableReuse = .never, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        let layer = ConvolutionLayer(
            kind: "conv1d", filters: filters, dataFormat: .channelsLast, activation: activation,
            bias: usesBias
                ? ConvolutionLayer.Parameter("bias", biasInitializer, biasRegularizer, biasConstraint) : nil,
            activityRegularizer: activityRegularizer, isTrainable: isTrainable, name: name, reuse: reuse,
            site: CreationSite(file, line))
        let kernel = ConvolutionLayer.Parameter("kernel", kernelInitializer, kernelRegularizer, kernelConstraint)
        return layer.build(on: self, rank: 3, kernels: [(kernel, { [kernelSize, $0, filters] })]) { kernels in
            let scope = graph.resolveNameScope("Conv1D")
            return graph.nameScope(scope + "/") {
                let images = expandingDimensions(at: -3, file: file, line: line)
                let filter = kernels[0].expandingDimensions(at: 0, file: file, line: line)
                let result = images.convolved(
                    with: filter, strides: WindowSize(1, strides), padding: padding,
                    dilations: WindowSize(1, dilationRate), name: scope + "/", file: file, line: line)
                return result.squeezed(axes: [-3], file: file, line: line)
            }
        }
    }

    /// A layer that goes a convolution's way back: each input spreads the kernel over its surroundings. TF:
    /// `tf.layers.conv2d_transpose`.
    ///
    /// self: `[batch, height, width, channels]` with known channels, float32 or float64; the result is `strides` times
    /// as large, with `.valid` padding by the window's overhang larger. The variables are `name/kernel` `[height, width,
    /// filters, channels]` and `name/bias` `[filters]`.
    /// - Parameters:
    ///   - filters: How many outputs a pixel has.
    ///   - kernelSize: The window's extents.
    ///   - strides: How far the window moves in the result.
    ///   - padding: `.valid` or `.same`.
    ///   - dataFormat: The order of the images' dimensions.
    ///   - activation: Applied last; none by default.
    ///   - usesBias: Whether there is a bias.
    ///   - kernelInitializer: By default the variable scope's, or else Glorot's uniform.
    ///   - biasInitializer: Zeros by default.
    ///   - kernelRegularizer: Its loss joins ``CollectionKey/regularizationLosses``.
    ///   - biasRegularizer: Its loss joins ``CollectionKey/regularizationLosses``.
    ///   - activityRegularizer: Its loss of the result, divided by the batch size, joins
    ///     ``CollectionKey/regularizationLosses``.
    ///   - kernelConstraint: Applied by optimizers after each update.
    ///   - biasConstraint: Applied by optimizers after each update.
    ///   - isTrainable: Whether the variables join ``CollectionKey/trainableVariables``.
    ///   - name: `conv2d_transpose`, `conv2d_transpose_1`… by default.
    ///   - reuse: Whether the variables are made or found.
    public func conv2dTranspose(
        _ filters: Int, kernelSize: WindowSize, strides: WindowSize = 1, padding: WindowPadding = .valid,
        dataFormat: DataFormat = .channelsLast, activation: Activation? = nil, usesBias: Bool = true,
        kernelInitializer: Initializer? = nil, biasInitializer: Initializer = .zeros,
        kernelRegularizer: Regularizer? = nil, biasRegularizer: Regularizer? = nil,
        activityRegularizer: Regularizer? = nil, kernelConstraint: Constraint? = nil,
        biasConstraint: Constraint? = nil, isTrainable: Bool = true, name: String? = nil, reuse: VariableReuse = .never,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        let layer = ConvolutionLayer(
            kind: "conv2d_transpose", filters: filters, dataFormat: dataFormat, activation: activation,
            bias: usesBias
                ? ConvolutionLayer.Parameter("bias", biasInitializer, biasRegularizer, biasConstraint) : nil,
            activityRegularizer: activityRegularizer, isTrainable: isTrainable, name: name, reuse: reuse,
            site: CreationSite(file, line))
        let kernel = ConvolutionLayer.Parameter("kernel", kernelInitializer, kernelRegularizer, kernelConstraint)
        return layer.build(
            on: self, rank: 4, kernels: [(kernel, { [kernelSize.height, kernelSize.width, filters, $0] })]
        ) { kernels in
            let sizes = transposedSizes(
                filters, kernelSize: kernelSize, strides: strides, padding: padding, dataFormat: dataFormat,
                site: layer.site)
            return convolvedTransposed(
                with: kernels[0], size: sizes, strides: strides, padding: padding, dataFormat: dataFormat, file: file,
                line: line)
        }
    }

    /// A convolutional layer in two steps: every channel by itself, then their combination at each place. TF:
    /// `tf.layers.separable_conv2d`.
    ///
    /// self: `[batch, height, width, channels]` with known channels, float32 or float64. The variables are
    /// `name/depthwise_kernel` `[height, width, channels, depthMultiplier]`, `name/pointwise_kernel` `[1, 1,
    /// channels·depthMultiplier, filters]` and `name/bias` `[filters]`.
    /// - Parameters:
    ///   - filters: How many outputs a place has.
    ///   - kernelSize: The window's extents.
    ///   - strides: How far the window moves.
    ///   - padding: How the places relate to the borders.
    ///   - dataFormat: The order of the images' dimensions.
    ///   - depthMultiplier: How many filters a channel has in the first step.
    ///   - activation: Applied last; none by default.
    ///   - usesBias: Whether there is a bias.
    ///   - depthwiseInitializer: By default the variable scope's, or else Glorot's uniform.
    ///   - pointwiseInitializer: By default the variable scope's, or else Glorot's uniform.
    ///   - biasInitializer: Zeros by default.
    ///   - depthwiseRegularizer: Its loss joins ``CollectionKey/regularizationLosses``.
    ///   - pointwiseRegularizer: Its loss joins ``CollectionKey/regularizationLosses``.
    ///   - biasRegularizer: Its loss joins ``CollectionKey/regularizationLosses``.
    ///   - activityRegularizer: Its loss of the result, divided by the batch size, joins
    ///     ``CollectionKey/regularizationLosses``.
    ///   - depthwiseConstraint: Applied by optimizers after each update.
    ///   - pointwiseConstraint: Applied by optimizers after each update.
    ///   - biasConstraint: Applied by optimizers after each update.
    ///   - isTrainable: Whether the variables join ``CollectionKey/trainableVariables``.
    ///   - name: `separable_conv2d`, `separable_conv2d_1`… by default.
    ///   - reuse: Whether the variables are made or found.
    public func separableConv2d(
        _ filters: Int, kernelSize: WindowSize, strides: WindowSize = 1, padding: WindowPadding = .valid,
        dataFormat: DataFormat = .channelsLast, depthMultiplier: Int = 1, activation: Activation? = nil,
        usesBias: Bool = true, depthwiseInitializer: Initializer? = nil, pointwiseInitializer: Initializer? = nil,
        biasInitializer: Initializer = .zeros, depthwiseRegularizer: Regularizer? = nil,
        pointwiseRegularizer: Regularizer? = nil, biasRegularizer: Regularizer? = nil,
        activityRegularizer: Regularizer? = nil, depthwiseConstraint: Constraint? = nil,
        pointwiseConstraint: Constraint? = nil,
        biasConstraint: Constraint? = nil, isTrainable: Bool = true, name: String? = nil, reuse: VariableReuse = .never,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        let layer = ConvolutionLayer(
            kind: "separable_conv2d", filters: filters, dataFormat: dataFormat, activation: activation,
            bias: usesBias
                ? ConvolutionLayer.Parameter("bias", biasInitializer, biasRegularizer, biasConstraint) : nil,
            activityRegularizer: activityRegularizer, isTrainable: isTrainable, name: name, reuse: reuse,
            site: CreationSite(file, line))
        let depthwise = ConvolutionLayer.Parameter(
            "depthwise_kernel", depthwiseInitializer, depthwiseRegularizer, depthwiseConstraint)
        let pointwise = ConvolutionLayer.Parameter(
            "pointwise_kernel", pointwiseInitializer, pointwiseRegularizer, pointwiseConstraint)
        return layer.build(
            on: self, rank: 4,
            kernels: [
                (depthwise, { [kernelSize.height, kernelSize.width, $0, depthMultiplier] }),
                (pointwise, { [1, 1, $0 * depthMultiplier, filters] }),
            ]
        ) { kernels in
            let scope = graph.resolveNameScope("separable_conv2d")
            return graph.nameScope(scope + "/") {
                let channels = depthwiseConvolved(
                    with: kernels[0], strides: strides, padding: padding, dataFormat: dataFormat, name: "depthwise",
                    file: file, line: line)
                return channels.convolved(
                    with: kernels[1], padding: .valid, dataFormat: dataFormat, name: scope + "/", file: file,
                    line: line)
            }
        }
    }
}

extension Tensor {
    /// A convolution as TensorFlow's layers build it: with dilation, where the images' extents are known, as one without
    /// on images that are taken apart (`SpaceToBatchND`) and put together again (`BatchToSpaceND`).
    private func convolved(
        with kernel: Tensor, strides: WindowSize, padding: WindowPadding, dilations: WindowSize,
        dataFormat: DataFormat, kernelSize: WindowSize, site: CreationSite
    ) -> Tensor {
        let (file, line) = (site.fileID, site.line)
        var base = [Padding(), Padding()]
        var isTakenApart = dilations != 1 && strides == 1 && dataFormat == .channelsLast
        if case .explicit = padding { isTakenApart = false }
        guard isTakenApart, let height = shape[1], let width = shape[2] else {
            return convolved(
                with: kernel, strides: strides, padding: padding, dilations: dilations, dataFormat: dataFormat,
                file: file, line: line)
        }
        let steps = [dilations.height, dilations.width]
        if padding == .same {
            base = zip([kernelSize.height, kernelSize.width], steps).map { size, step in
                let total = (size - 1) * step
                return Padding(before: total / 2, after: total - total / 2)
            }
        }
        // What is left of a block at the end is filled up, and cut off again.
        let rest = zip(zip([height, width], base), steps).map { image, step in
            (step - (image.0 + image.1.before + image.1.after) % step) % step
        }
        let scope = graph.resolveNameScope("Conv2D")
        return graph.nameScope(scope + "/") {
            let blocks = spaceToBatch(
                blockShape: steps,
                paddings: zip(base, rest).map { Padding(before: $0.before, after: $0.after + $1) }, file: file,
                line: line)
            let result = blocks.convolved(with: kernel, padding: .valid, name: scope + "/", file: file, line: line)
            return result.batchToSpace(
                blockShape: steps, crops: rest.map { Padding(before: 0, after: $0) }, file: file, line: line)
        }
    }

    /// The shape of a transposed convolution's result, as a vector.
    private func transposedSizes(
        _ filters: Int, kernelSize: WindowSize, strides: WindowSize, padding: WindowPadding, dataFormat: DataFormat,
        site: CreationSite
    ) -> Tensor {
        let (file, line) = (site.fileID, site.line)
        let sizes = shapeTensor(file: file, line: line)
        let batch = sizes[0]
        let isChannelsLast = dataFormat == .channelsLast
        let axes = isChannelsLast ? [1, 2] : [2, 3]
        let steps = [strides.height, strides.width]
        let overhang = zip([kernelSize.height, kernelSize.width], steps).map {
            padding == .valid ? Swift.max($0 - $1, 0) : 0
        }
        /// The extents that the shape does not tell, worked out in the run.
        let computed = zip(axes, zip(steps, overhang)).map { axis, amounts -> Tensor? in
            guard shape[axis] == nil else { return nil }
            let product = sizes[axis] * amounts.0
            return amounts.1 > 0 ? product + amounts.1 : product
        }
        let scope = graph.resolveNameScope("stack")
        return graph.nameScope(scope + "/") {
            func constant(_ value: Int, _ position: Int) -> Tensor {
                graph.constant(Int32(clamping: value), name: "\(position)", file: file, line: line)
            }
            var elements = [batch]
            if !isChannelsLast { elements.append(constant(filters, 1)) }
            for (index, axis) in axes.enumerated() {
                let extent = shape[axis].map { $0 * steps[index] + overhang[index] } ?? 0
                elements.append(computed[index] ?? constant(extent, elements.count))
            }
            if isChannelsLast { elements.append(constant(filters, 3)) }
            return stack(elements, name: scope + "/", file: file, line: line)
        }
    }
}
