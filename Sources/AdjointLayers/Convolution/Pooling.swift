public import AdjointCore
public import AdjointOperations

extension Tensor {
    /// A layer that takes the largest element of every place of a window. TF: `tf.layers.max_pooling2d`.
    ///
    /// self: `[batch, height, width, channels]` (or `[batch, channels, height, width]`), float32 or float64.
    /// - Parameters:
    ///   - poolSize: The window's extents.
    ///   - strides: How far the window moves.
    ///   - padding: How the places relate to the borders.
    ///   - dataFormat: The order of the images' dimensions.
    ///   - name: `max_pooling2d`, `max_pooling2d_1`… by default.
    public func maxPooling2d(
        poolSize: WindowSize, strides: WindowSize, padding: WindowPadding = .valid,
        dataFormat: DataFormat = .channelsLast, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        guard isValid else { return self }
        return graph.layerScope(name, kind: "max_pooling2d") {
            maxPooled(
                window: poolSize, strides: strides, padding: padding, dataFormat: dataFormat, file: file, line: line)
        }
    }

    /// A layer that takes the mean of every place of a window. TF: `tf.layers.average_pooling2d`.
    ///
    /// self: `[batch, height, width, channels]` (or `[batch, channels, height, width]`), float32 or float64.
    /// - Parameters:
    ///   - poolSize: The window's extents.
    ///   - strides: How far the window moves.
    ///   - padding: How the places relate to the borders; not `.explicit`.
    ///   - dataFormat: The order of the images' dimensions.
    ///   - name: `average_pooling2d`, `average_pooling2d_1`… by default.
    public func averagePooling2d(
        poolSize: WindowSize, strides: WindowSize, padding: WindowPadding = .valid,
        dataFormat: DataFormat = .channelsLast, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        guard isValid else { return self }
        return graph.layerScope(name, kind: "average_pooling2d") {
            averagePooled(
                window: poolSize, strides: strides, padding: padding, dataFormat: dataFormat, file: file, line: line)
        }
    }

    /// A layer that takes the largest element of every place of a window over sequences. TF:
    /// `tf.layers.max_pooling1d`.
    ///
    /// self: `[batch, steps, channels]`, float32 or float64.
    /// - Parameters:
    ///   - poolSize: The window's extent.
    ///   - strides: How far the window moves.
    ///   - padding: How the places relate to the ends; `.same` or `.valid`.
    ///   - name: `max_pooling1d`, `max_pooling1d_1`… by default.
    public func maxPooling1d(
        poolSize: Int, strides: Int, padding: WindowPadding = .valid, name: String? = nil,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        guard isValid else { return self }
        return graph.layerScope(name, kind: "max_pooling1d") {
            expandingDimensions(at: 2, file: file, line: line)
                .maxPooled(
                    window: WindowSize(poolSize, 1), strides: WindowSize(strides, 1), padding: padding, file: file,
                    line: line
                )
                .squeezed(axes: [2], file: file, line: line)
        }
    }

    /// A layer that takes the mean of every place of a window over sequences. TF: `tf.layers.average_pooling1d`.
    ///
    /// self: `[batch, steps, channels]`, float32 or float64.
    /// - Parameters:
    ///   - poolSize: The window's extent.
    ///   - strides: How far the window moves.
    ///   - padding: How the places relate to the ends; `.same` or `.valid`.
    ///   - name: `average_pooling1d`, `average_pooling1d_1`… by default.
    public func averagePooling1d(
        poolSize: Int, strides: Int, padding: WindowPadding = .valid, name: String? = nil,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        guard isValid else { return self }
        return graph.layerScope(name, kind: "average_pooling1d") {
            expandingDimensions(at: 2, file: file, line: line)
                .averagePooled(
                    window: WindowSize(poolSize, 1), strides: WindowSize(strides, 1), padding: padding, file: file,
                    line: line
                )
                .squeezed(axes: [2], file: file, line: line)
        }
    }

    /// The mean of every channel over the whole image: `[batch, height, width, channels]` becomes `[batch, channels]`.
    /// TF: `tf.reduce_mean(x, axis=[1, 2])`, Keras's `GlobalAveragePooling2D`.
    public func globalAveragePooled(
        dataFormat: DataFormat = .channelsLast, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        mean(axes: dataFormat == .channelsLast ? [1, 2] : [2, 3], name: name, file: file, line: line)
    }

    /// The largest element of every channel over the whole image: `[batch, height, width, channels]` becomes `[batch,
    /// channels]`. TF: `tf.reduce_max(x, axis=[1, 2])`, Keras's `GlobalMaxPooling2D`.
    public func globalMaxPooled(
        dataFormat: DataFormat = .channelsLast, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        max(axes: dataFormat == .channelsLast ? [1, 2] : [2, 3], name: name, file: file, line: line)
    }
}
