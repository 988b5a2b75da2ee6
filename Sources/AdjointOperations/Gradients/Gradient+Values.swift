public import AdjointCore

extension Gradient {
    /// The gradient as a tensor: slices are summed into a tensor of zeros. TF: the conversion of `IndexedSlices`.
    public func tensor(file: StaticString = #fileID, line: UInt = #line) -> Tensor {
        switch self {
        case .dense(let tensor): tensor
        case .slices(let slices):
            slices.values.unsortedSegmentSum(
                segments: slices.indices, count: slices.denseShape[0], file: file, line: line)
        }
    }

    /// The gradient times a number.
    public static func * (gradient: Gradient, factor: some TensorScalar) -> Gradient {
        gradient.mapValues { $0 * factor }
    }

    /// The gradient times a scalar tensor.
    public static func * (gradient: Gradient, factor: Tensor) -> Gradient { gradient.mapValues { $0 * factor } }

    /// Each number of the gradient, raised to `lower` or lowered to `upper`. TF: `tf.clip_by_value`.
    ///
    /// Slices are clipped as they are, before rows of equal index add up.
    public func clipped<Scalar: TensorScalar>(
        from lower: Scalar, to upper: Scalar, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Gradient {
        mapValues { $0.clipped(from: lower, to: upper, name: name, file: file, line: line) }
    }

    /// The gradient, scaled down to an L2 norm of `limit` if its own is larger. TF: `tf.clip_by_norm`.
    ///
    /// The norm of slices is that of their values, before rows of equal index add up.
    public func clipped(
        byNorm limit: some TensorScalar, axes: (any IndexOperand)? = nil, name: String? = nil,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Gradient {
        mapValues { $0.clipped(byNorm: limit, axes: axes, name: name, file: file, line: line) }
    }

    /// Slices whose indices are all different, in the order of their first occurrence. TF: `_deduplicate_indexed_slices`.
    public func summingRepeatedRows(file: StaticString = #fileID, line: UInt = #line) -> Gradient {
        guard case .slices(let slices) = self else { return self }
        let (indices, positions) = slices.indices.unique(file: file, line: line)
        let values = slices.values.unsortedSegmentSum(
            segments: positions, count: indices.shapeTensor(file: file, line: line)[0], file: file, line: line)
        return .slices(IndexedSlices(values: values, indices: indices, denseShape: slices.denseShape))
    }
}

/// The gradients, all scaled by one factor so that their norm together is at most `limit`. TF: `tf.clip_by_global_norm`.
///
/// As for tensors; the norm of slices is that of their values, before rows of equal index add up.
/// - Precondition: there is at least one gradient.
public func clipped(
    _ gradients: [Gradient], byGlobalNorm limit: some TensorScalar, usingNorm norm: Tensor? = nil, name: String? = nil,
    file: StaticString = #fileID, line: UInt = #line
) -> (gradients: [Gradient], norm: Tensor) {
    let (values, norm) = clipped(
        gradients.map { $0.values as Tensor? }, byGlobalNorm: limit, usingNorm: norm, name: name, file: file, line: line
    )
    return (zip(gradients, values).map { gradient, values in gradient.mapValues { values ?? $0 } }, norm)
}
