import AdjointCore

extension GradientContext {
    /// The gradient of rows picked along axis 0. TF: `_GatherGrad`, and `_GatherV2Grad` for axis 0.
    func gradientOfRows() -> IndexedSlices {
        let shape = colocated { inputs[0].shapeTensor() }
        let count = inputs[1].sizeTensor().expandingDimensions(at: 0)
        let rowShape = shape[1...]
        let values = outputGradient().reshaped(to: concatenate([count, rowShape], axis: 0))
        return IndexedSlices(values: values, indices: inputs[1].reshaped(to: count), denseShape: shape)
    }

    private func colocated(_ body: () -> Tensor) -> Tensor {
        inputs[0].isValid ? graph.colocated(with: inputs[0].operation, body) : body()
    }

    /// The gradient of slices picked along another axis: the axis is brought in front of the others, the slices are
    /// summed by index, and the axis is brought back. TF: `_GatherV2Grad`, `_BatchGatherGrad`.
    func gradientOfSlices(batchDimensions: Int) -> Tensor {
        let (params, indices, axis) = (inputs[0], inputs[1], inputs[2])
        let shape = colocated { params.shapeTensor() }
        // TensorFlow makes this at once, and once more where it is used.
        _ = indices.sizeTensor().expandingDimensions(at: 0)
        let outerShape = shape[.range(to: axis)]
        let innerShape = shape[.range(from: axis)][1...]
        let valueShape = concatenated([outerShape, -1, innerShape])

        let valueRank = valueShape.sizeTensor()
        let outerRank = outerShape.sizeTensor()
        let batchAxes = graph.range(to: batchDimensions)
        let middleAxes = graph.range(from: batchDimensions, to: outerRank)
        let innerAxes = graph.range(from: outerRank + 1, to: valueRank)

        let values = outputGradient().reshaped(to: valueShape)
        let permutation = concatenated([batchAxes, outerRank, middleAxes, innerAxes])
        let transposed = values.transposed(permutation: permutation)
        let transposedShape = shape.gathered(at: permutation)
        let sums = sumsOfSlices(
            transposed, shape: transposedShape, indices: indices, extent: shape[axis], batchDimensions: batchDimensions)
        let inverse = concatenated([batchAxes, middleAxes + 1, batchDimensions, innerAxes])
        return sums.transposed(permutation: inverse).reshaped(to: params.shapeTensor())
    }

    private func sumsOfSlices(
        _ values: Tensor, shape: Tensor, indices: Tensor, extent: Tensor, batchDimensions: Int
    ) -> Tensor {
        let count = indices.sizeTensor().expandingDimensions(at: 0)
        guard batchDimensions > 0 else {
            return values.unsortedSegmentSum(segments: indices.reshaped(to: count), count: extent)
        }
        let valueShape = values.shapeTensor()
        let outerShape = valueShape[..<batchDimensions]
        let innerShape = valueShape[batchDimensions...][1...]
        let batchCount = outerShape.product(axes: [0])
        let flatShape = concatenated([-1, innerShape])
        let extents = extent * batchCount
        let flatIndices = indicesAcrossBatches(indices, shape: shape, batchDimensions: batchDimensions)
        let flatValues = values.reshaped(to: flatShape)
        let sums = flatValues.unsortedSegmentSum(segments: flatIndices.reshaped(to: count), count: extents)
        return sums.reshaped(to: concatenate([outerShape, flatShape], axis: 0))
    }

    /// The indices with their batch's offset added, so that they index the batches seen as one. TF: `_GetBatchIndices`.
    private func indicesAcrossBatches(_ indices: Tensor, shape: Tensor, batchDimensions: Int) -> Tensor {
        let shape = shape.cast(to: indices.dtype)
        var accumulated = graph.ones(shape: [], dtype: indices.dtype)
        var result = indices
        for dimension in (1...batchDimensions).reversed() {
            let extent = shape[dimension - 1]
            accumulated = accumulated * shape[dimension]
            let start = graph.zeros(shape: [], dtype: indices.dtype)
            let step = graph.ones(shape: [], dtype: indices.dtype)
            let offsets = graph.range(from: start, to: extent, by: step) * accumulated
            let before = ones(count: .known(dimension - 1))
            let after = ones(count: .computed(indices.rankTensor() - dimension))
            let size = concatenated([before, extent.cast(to: .int32), after])
            result = result + offsets.reshaped(to: size)
        }
        return result
    }

    /// A vector of ones of the given length, as a `Tile`.
    private func ones(count: IndexElement) -> Tensor {
        graph.scoped("Tile") { scope in
            let one = inputs[0].indexConstant([1], name: "input", site: nil)
            let multiples = graph.packedIndices([count], name: "multiples")
            return graph.addTensor(Tile(), inputs: [one, multiples], name: scope)
        }
    }

    /// Vectors and single entries joined, the entries made vectors named by their place (`concat/values_1`).
    private func concatenated(_ parts: [any IndexOperand]) -> Tensor {
        graph.scoped("concat") { scope in
            let values = parts.enumerated().map { place, part -> Tensor in
                switch part.indexValue.content {
                case .tensor(let tensor) where tensor.shape.rank != 0: tensor
                default: graph.packedIndices([part.indexElement], name: "values_\(place)")
                }
            }
            let axis = inputs[0].indexConstant([0], dimensions: [], name: "axis", site: nil)
            return graph.addTensor(ConcatV2(), inputs: values + [axis], name: scope)
        }
    }
}
