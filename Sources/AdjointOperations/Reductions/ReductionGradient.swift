import AdjointCore

/// A shape to put reduced axes back with, as builders take it: known now, or computed by the graph.
enum KeptShape {
    case known([Int])
    case computed(Tensor)
}

extension Tensor {
    /// This tensor under a shape that is known now or computed.
    func reshaped(to shape: KeptShape) -> Tensor {
        switch shape {
        case .known(let dimensions): reshaped(to: dimensions)
        case .computed(let tensor): reshaped(to: tensor)
        }
    }
}

extension GradientContext {
    /// The elements of integer input `index`, if known now.
    func integers(_ index: Int) -> [Int]? {
        guard case .known(let value) = inputs[index].staticValue else { return nil }
        return value.integers
    }

    /// The shape of input 0 with extent 1 along the axes that input 1 holds. TF: `math_ops.reduced_shape`.
    ///
    /// - Parameter shape: The shape of input 0 as a tensor, made only where it is needed.
    func reducedShape(of shape: @autoclosure () -> Tensor) -> KeptShape {
        if let dimensions = inputs[0].shape.dimensions, let axes = integers(1) {
            var kept = dimensions
            for axis in axes { kept[axis < 0 ? axis + kept.count : axis] = 1 }
            return .known(kept)
        }
        return .computed(reducedShape(of: shape(), axes: inputs[1]))
    }

    /// A computed shape with extent 1 along some axes.
    func reducedShape(of shape: Tensor, axes: Tensor) -> Tensor {
        let rank = shape.sizeTensor()
        let axes = (axes.cast(to: .int32) + rank) % rank
        let axesShape = axes.shapeTensor()
        let all = graph.range(to: rank)
        let ones = graph.ones(shape: axesShape, dtype: .int32)
        return dynamicStitch(indices: [all, axes], data: [shape, ones])
    }

    /// The gradient of a sum: that of the output, repeated along the reduced axes. TF: `_SumGrad`.
    func spreadingOverReducedAxes(keepsDimensions: Bool) -> Tensor {
        let gradient = outputGradient()
        let input = inputs[0]
        if let sizes = input.shape.partialDimensions, let axes = integers(1) {
            if axes == Array(sizes.indices), inputs[1].shape.rank == 1 {
                let expanded = gradient.reshaped(to: [Int](repeating: 1, count: sizes.count))
                guard let dimensions = input.shape.dimensions else {
                    return expanded.tiled(multiples: input.shapeTensor())
                }
                return expanded.tiled(multiples: graph.constant(NDArray(indices: dimensions)))
            }
            if let dimensions = input.shape.dimensions {
                var kept = dimensions
                for axis in axes { kept[axis < 0 ? axis + kept.count : axis] = 1 }
                let multiples = zip(dimensions, kept).map { $0 / max($1, 1) }
                return gradient.reshaped(to: kept).tiled(multiples: multiples)
            }
        }
        let shape = input.shapeTensor()
        if keepsDimensions { return gradient.broadcast(to: shape) }
        return gradient.reshaped(to: reducedShape(of: shape)).broadcast(to: shape)
    }

    /// The gradient of a maximum or minimum: it goes to the elements equal to the result, in equal shares.
    /// TF: `_MinOrMaxGrad`.
    func sharingAmongExtremes(keepsDimensions: Bool) -> Tensor {
        let shape = inputs[0].shapeTensor()
        var (extreme, gradient) = (outputs[0], outputGradient())
        let kept: KeptShape
        if keepsDimensions {
            kept = .computed(extreme.shapeTensor())
        } else {
            kept = reducedShape(of: shape)
            extreme = extreme.reshaped(to: kept)
            gradient = gradient.reshaped(to: kept)
        }
        let indicators = extreme.isEqual(to: inputs[0]).cast(to: gradient.dtype)
        let count = indicators.sum(axes: inputs[1]).reshaped(to: kept)
        return indicators / count * gradient
    }
}
