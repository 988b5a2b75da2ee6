import AdjointCore

extension GradientContext {
    /// Builds part of a gradient that, as in TensorFlow, does not start before the gradient of output 0 has arrived.
    ///
    /// Without it an executor could compute intermediates of the whole backward pass long before they are needed, and
    /// keep them in memory until then.
    func afterGradient(_ body: (_ gradient: Tensor) -> [Tensor?]) -> [Tensor?] {
        let gradient = outputGradient()
        guard gradient.isValid else { return inputs.map { _ in gradient } }
        return graph.withControlDependencies(on: [gradient.operation]) { body(gradient) }
    }

    /// Whether inputs 0 and 1 and the gradient have one shape, known in full, so that nothing was broadcast.
    var isShapeKnownAndCommon: Bool {
        let shape = inputs[0].shape
        return shape.isFullyKnown && shape == inputs[1].shape && shape == outputGradients[0]?.shape
    }

    /// The gradients of inputs 0 and 1 of an op that broadcasts them, from gradients of the output's shape.
    func summingBroadcast(_ left: Tensor, _ right: Tensor) -> [Tensor?] {
        let (left, right) = summingBroadcast(inputs[0], inputs[1], left, right)
        return [left, right]
    }

    /// Sums gradients of the shape that `x` and `y` broadcast to over the dimensions in which each was repeated.
    ///
    /// The one place where broadcasting is undone. Where the static shapes tell which dimensions those are, they are
    /// constants; otherwise `BroadcastGradientArgs` works them out when the graph runs.
    func summingBroadcast(
        _ x: Tensor, _ y: Tensor, _ gradientOfX: Tensor?, _ gradientOfY: Tensor?
    ) -> (x: Tensor?, y: Tensor?) {
        let xShape = x.shapeTensor(name: "Shape")
        let yShape = y.shapeTensor(name: "Shape")
        if let (xAxes, yAxes) = Self.repeatedAxes(x.shape, y.shape), let xRank = x.shape.rank, let yRank = y.shape.rank
        {
            return (
                gradientOfX.map { sum($0, over: xAxes, when: !xAxes.isEmpty || xRank < yRank, to: xShape) },
                gradientOfY.map { sum($0, over: yAxes, when: !yAxes.isEmpty || yRank < xRank, to: yShape) }
            )
        }
        let axes = broadcastGradientAxes(xShape, yShape)
        return (
            gradientOfX.map { $0.sum(axes: axes.x, keepingDimensions: true).reshaped(to: xShape) },
            gradientOfY.map { $0.sum(axes: axes.y, keepingDimensions: true).reshaped(to: yShape) }
        )
    }

    private func sum(_ gradient: Tensor, over axes: [Int], when isNeeded: Bool, to shape: Tensor) -> Tensor {
        isNeeded ? gradient.sum(axes: axes, keepingDimensions: true).reshaped(to: shape) : gradient
    }

    /// The axes of the broadcast shape along which `x` and `y` are repeated; `nil` if that is open until the graph
    /// runs.
    private static func repeatedAxes(_ x: Shape, _ y: Shape) -> (x: [Int], y: [Int])? {
        guard let a = x.partialDimensions, let b = y.partialDimensions else { return nil }
        let rank = max(a.count, b.count)
        var result: (x: [Int], y: [Int]) = ([], [])
        for axis in 0..<rank {
            let left = axis < rank - a.count ? 1 : a[axis - (rank - a.count)]
            let right = axis < rank - b.count ? 1 : b[axis - (rank - b.count)]
            if left == 1, right != 1 {
                result.x.append(axis)
            } else if right == 1, left != 1 {
                result.y.append(axis)
            } else if left == nil || right == nil {
                return nil
            }
        }
        return result
    }
}
