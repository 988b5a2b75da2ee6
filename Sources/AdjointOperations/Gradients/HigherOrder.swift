public import AdjointCore

extension Graph {
    /// Builds all partial derivatives dyᵢ/dxⱼ, as ops of this graph: shape `y.shape + x.shape`.
    ///
    /// Each element of `y` gets a backward graph of its own, so this is for results of few elements; for the product
    /// with a vector, start ``gradients(of:withRespectTo:gradientsOfYs:stoppingAt:gating:name:file:line:)`` with it.
    /// - Parameters:
    ///   - y: A tensor of a floating-point type whose shape is known; `x` may have any.
    ///   - x: What to differentiate with respect to.
    ///   - name: The name scope, `jacobian` by default.
    /// - Returns: `nil` if no path leads from `x` to `y` along which gradients flow.
    /// - Complexity: O(elements of `y`) times the nodes that `y` depends on.
    public func jacobian(
        of y: Tensor, withRespectTo x: Tensor, name: String = "jacobian", file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor? {
        guard y.isValid, x.isValid else { return y.isValid ? x : y }
        guard let dimensions = y.shape.dimensions else {
            return record(
                GraphError(
                    .shape, "the jacobian of '\(y.name)' needs its shape, which is \(y.shape)",
                    site: CreationSite(file, line),
                    remedy: "give the placeholders it comes from a fixed batch size, or take the gradient of a sum"))
        }
        return nameScope(name) {
            let elements = y.reshaped(to: [-1], file: file, line: line)
            var rows: [Tensor] = []
            for index in 0..<dimensions.reduce(1, *) {
                let element = elements.sliced(index, file: file, line: line)
                // Which paths there are does not depend on the element: the first without one speaks for all.
                guard let row = gradients(of: element, withRespectTo: [x], file: file, line: line)[0] else {
                    return nil
                }
                rows.append(row)
            }
            let ownShape = dimensions.map(Int32.init)
            guard !rows.isEmpty else {
                guard let inner = x.shape.dimensions else { return nil }
                return zeros(shape: dimensions + inner, dtype: x.dtype, file: file, line: line)
            }
            let stacked = stack(rows, file: file, line: line)
            if dimensions.count == 1 { return stacked }
            if let inner = x.shape.dimensions {
                return stacked.reshaped(to: dimensions + inner, file: file, line: line)
            }
            let outer = constant(NDArray(ownShape), file: file, line: line)
            let shape = concatenate([outer, x.shapeTensor(file: file, line: line)], axis: 0, file: file, line: line)
            return stacked.reshaped(to: shape, file: file, line: line)
        }
    }

    /// Builds all second derivatives d²y/dxᵢdxⱼ of a scalar, as ops of this graph: shape `x.shape + x.shape`.
    /// TF: `tf.hessians`.
    ///
    /// Each element of `x` gets a backward graph of its own, so this is for few variables; `hessianVectorProduct` costs
    /// two backward graphs whatever the size.
    /// - Parameters:
    ///   - y: A tensor of a floating-point type; if it is not a scalar, its sum is differentiated.
    ///   - x: What to differentiate with respect to twice; its shape must be known.
    ///   - name: The name scope, `hessian` by default.
    /// - Returns: `nil` if gradients do not flow from `y` to `x` twice, as where `y` is linear in `x`.
    /// - Complexity: O(elements of `x`) times the nodes that `y` depends on.
    public func hessian(
        of y: Tensor, withRespectTo x: Tensor, name: String = "hessian", file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor? {
        nameScope(name) {
            guard let gradient = gradients(of: y, withRespectTo: [x], file: file, line: line)[0] else { return nil }
            return jacobian(
                of: gradient.settingShape(like: x, file: file, line: line), withRespectTo: x, file: file, line: line)
        }
    }

    /// Builds the products H·v of the second derivatives of a scalar with vectors, as ops of this graph.
    ///
    /// Product i is Σⱼ d²y/(dxᵢ dxⱼ)·vⱼ, of the shape of `xs[i]`: the derivative of ⟨gradient, v⟩, so no second
    /// derivative is ever stored. Pearlmutter (1994).
    /// - Parameters:
    ///   - y: A tensor of a floating-point type; if it is not a scalar, its sum is differentiated.
    ///   - xs: What to differentiate with respect to twice.
    ///   - vectors: One for each of `xs`, of its shape. They count as constants.
    ///   - name: The name scope, `hessian_vector_product` by default.
    /// - Returns: Entry i is `nil` if the gradients do not depend on `xs[i]`.
    /// - Complexity: Linear in the number of nodes that `y` depends on.
    public func hessianVectorProduct(
        of y: Tensor, withRespectTo xs: [Tensor], along vectors: [Tensor], name: String = "hessian_vector_product",
        file: StaticString = #fileID, line: UInt = #line
    ) -> [Tensor?] {
        guard xs.count == vectors.count else {
            record(
                GraphError(
                    .gradient, "\(vectors.count) vectors for \(xs.count) tensors", site: CreationSite(file, line),
                    remedy: "pass one vector for each tensor"))
            return xs.map { _ in nil }
        }
        return nameScope(name) {
            let first = gradients(of: y, withRespectTo: xs, file: file, line: line)
            let products = zip(first, vectors).compactMap { gradient, vector in
                gradient.map { $0.multiplied(by: vector.stopGradient(file: file, line: line), file: file, line: line) }
            }
            guard !products.isEmpty else { return xs.map { _ in nil } }
            return gradients(of: products, withRespectTo: xs, file: file, line: line)
        }
    }
}

extension Tensor {
    /// This tensor under the shape of another, where more is known of that.
    fileprivate func settingShape(like other: Tensor, file: StaticString, line: UInt) -> Tensor {
        guard isValid, shape.dimensions == nil, let dimensions = other.shape.dimensions else { return self }
        return reshaped(to: dimensions, file: file, line: line)
    }
}
