public import AdjointCore

extension Tensor {
    /// Each element, raised to `lower` or lowered to `upper` where it lies outside: max(min(x, upper), lower).
    ///
    /// Shape and element type stay; numeric types. The gradient passes where lower ≤ x ≤ upper. NaN stays NaN.
    /// TF: `tf.clip_by_value`.
    public func clipped<Scalar: TensorScalar>(
        from lower: Scalar, to upper: Scalar, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        guard isValid else { return self }
        return graph.scoped(name ?? "clip_by_value") { ownName in
            maximum(minimum(self, upper, file: file, line: line), lower, name: ownName, file: file, line: line)
        }
    }

    /// Each element, raised to `lower` or lowered to `upper` where it lies outside.
    ///
    /// The bounds broadcast to this tensor's shape. TF: `tf.clip_by_value`.
    public func clipped(
        from lower: Tensor, to upper: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        guard isValid else { return self }
        return graph.scoped(name ?? "clip_by_value") { ownName in
            let limited = minimum(self, upper, file: file, line: line)
            let result = maximum(limited, lower, name: ownName, file: file, line: line)
            guard result.isValid, !shape.isCompatible(with: result.shape) else { return result }
            return graph.record(
                GraphError(
                    .shape, "the bounds broadcast the tensor from \(shape) to \(result.shape)",
                    operationType: Maximum.type, operationName: name, site: CreationSite(file, line),
                    subjects: [.init(role: "lower", lower), .init(role: "upper", upper)]))
        }
    }

    /// This tensor, scaled down to an L2 norm of `limit` if its own is larger: x·limit / max(‖x‖, limit).
    ///
    /// Shape and element type stay; float32, float64. The norm is over all elements, or over `axes` for each position
    /// in the others. A negative limit counts as 0. TF: `tf.clip_by_norm`.
    public func clipped(
        byNorm limit: some TensorScalar, axes: (any IndexOperand)? = nil, name: String? = nil,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        guard isValid else { return self }
        let limit = Swift.max(0, limit.doubleValue)
        return graph.scoped(name ?? "clip_by_norm") { ownName in
            let norm = norm(axes: axes)
            return (self * limit / maximum(norm, limit)).identity(name: ownName, file: file, line: line)
        }
    }

    /// This tensor, scaled down to an L2 norm that the graph computes if its own is larger.
    ///
    /// limit: a scalar. TF: `tf.clip_by_norm`.
    public func clipped(
        byNorm limit: Tensor, axes: (any IndexOperand)? = nil, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor {
        guard isValid, limit.isValid else { return isValid ? limit : self }
        return graph.scoped(name ?? "clip_by_norm") { ownName in
            let limit = maximum(limit, 0).cast(to: dtype)
            let norm = norm(axes: axes)
            return (self * limit / maximum(norm, limit)).identity(name: ownName, file: file, line: line)
        }
    }

    /// The L2 norm along `axes`, which stay with extent 1.
    ///
    /// The root is taken of 1 where the sum is 0: its derivative there is infinite, and times 0 would make NaN.
    private func norm(axes: (any IndexOperand)?) -> Tensor {
        let sum = (self * self).sum(axes: axes, keepingDimensions: true)
        let isPositive = sum .> 0
        let root = selectRows(isPositive, then: sum, else: sum.onesLike()).sqrt()
        return selectRows(isPositive, then: root, else: sum)
    }
}
