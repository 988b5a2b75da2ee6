public import AdjointCore
public import AdjointOperations

extension Tensor {
    /// A fully connected layer: activation(self · kernel + bias). TF: `tf.layers.dense`.
    ///
    /// self: `[…, inputs]` with rank 2 or more and a known last dimension, float32 or float64; the result is
    /// `[…, units]`. The variables are `name/kernel` `[inputs, units]` and `name/bias` `[units]`, named by the variable
    /// scope alone; the ops are named by the name scope too.
    /// - Parameters:
    ///   - units: How many outputs.
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
    ///   - name: `dense`, `dense_1`… by default.
    ///   - reuse: Whether the variables are made or found.
    public func dense(
        _ units: Int, activation: Activation? = nil, usesBias: Bool = true, kernelInitializer: Initializer? = nil,
        biasInitializer: Initializer = .zeros, kernelRegularizer: Regularizer? = nil,
        biasRegularizer: Regularizer? = nil, activityRegularizer: Regularizer? = nil,
        kernelConstraint: Constraint? = nil, biasConstraint: Constraint? = nil, isTrainable: Bool = true,
        name: String? = nil, reuse: VariableReuse = .never, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        guard isValid else { return self }
        let site = CreationSite(file, line)
        guard let rank = shape.rank, rank >= 2, let inputCount = shape[-1], units > 0 else {
            return graph.record(
                GraphError(
                    .shape,
                    units > 0
                        ? "dense needs an input of rank 2 or more whose last dimension is known, not \(shape)"
                        : "dense needs a positive number of units, not \(units)",
                    operationType: "dense", operationName: name, site: site))
        }
        return graph.layerScope(name, kind: "dense", reuse: reuse) {
            let kernel = graph.layerVariable(
                "kernel", shape: [inputCount, units], dtype: dtype, initializer: kernelInitializer,
                regularizer: kernelRegularizer, constraint: kernelConstraint, isTrainable: isTrainable, site: site)
            guard kernel.isValid else { return kernel.value }
            let bias =
                usesBias
                ? graph.layerVariable(
                    "bias", shape: [units], dtype: dtype, initializer: biasInitializer, regularizer: biasRegularizer,
                    constraint: biasConstraint, isTrainable: isTrainable, site: site) : nil
            var result =
                rank == 2
                ? multiplied(byMatrix: kernel.value, file: file, line: line)
                : contractingLastDimension(with: kernel.value, site: site)
            if let bias { result = result.addingBias(bias.value, file: file, line: line) }
            if let activation { result = activation.apply(to: result) }
            if let activityRegularizer { result.addActivityLoss(activityRegularizer, site: site) }
            return result
        }
    }

    /// The product of the last dimension with a matrix, as a product of two matrices. TF: `tf.tensordot`.
    private func contractingLastDimension(with matrix: Tensor, site: CreationSite) -> Tensor {
        let (file, line) = (site.fileID, site.line)
        guard let rank = shape.rank, let columns = matrix.shape[1] else { return self }
        let scope = graph.resolveNameScope("Tensordot")
        return graph.nameScope(scope + "/") {
            if let dimensions = shape.dimensions {
                let rows = dimensions.dropLast().reduce(1, *)
                let flat = reshaped(to: [rows, dimensions[rank - 1]], file: file, line: line)
                let product = flat.multiplied(byMatrix: matrix, file: file, line: line)
                let target = graph.constant(
                    (dimensions.dropLast() + [columns]).map { Int32(clamping: $0) }, name: "shape", file: file,
                    line: line)
                return product.reshaped(to: target, name: scope + "/", file: file, line: line)
            }
            let axes = graph.constant([Int32(rank - 1)], name: "axes", file: file, line: line)
            let free = graph.constant((0..<Int32(rank - 1)).map { $0 }, name: "free", file: file, line: line)
            let sizes = shapeTensor(file: file, line: line)
            let freeSizes = sizes.gathered(at: free, axis: 0, file: file, line: line)
            let axisSizes = sizes.gathered(at: axes, axis: 0, file: file, line: line)
            let rows = freeSizes.product(file: file, line: line)
            let inner = axisSizes.product(file: file, line: line)
            let permutation = concatenate([free, axes], axis: 0, file: file, line: line)
            let flatShape = stack([rows, inner], file: file, line: line)
            let flat = transposed(permutation: permutation, file: file, line: line)
                .reshaped(to: flatShape, file: file, line: line)
            let product = flat.multiplied(byMatrix: matrix, file: file, line: line)
            let width = graph.constant([Int32(clamping: columns)], file: file, line: line)
            let target = concatenate([freeSizes, width], axis: 0, file: file, line: line)
            return product.reshaped(to: target, name: scope + "/", file: file, line: line)
        }
    }
}
