import AdjointCore

extension Tensor {
    /// Builds a one-input op on this tensor.
    func applying<Definition: OperationDefinition>(
        _ definition: Definition, name: String?, file: StaticString, line: UInt
    ) -> Tensor {
        graph.addTensor(definition, inputs: [self], name: name, site: CreationSite(file, line))
    }

    /// Builds a two-input op on this tensor and another.
    func applying<Definition: OperationDefinition>(
        _ definition: Definition, with other: Tensor, name: String?, site: CreationSite?
    ) -> Tensor {
        graph.addTensor(definition, inputs: [self, other], name: name, site: site)
    }

    /// Builds a two-input op with a constant on the right, named as TensorFlow names it: `add/y` beside `add`.
    func applying<Definition: OperationDefinition>(
        _ definition: Definition, withConstant scalar: some TensorScalar, name: String, site: CreationSite? = nil
    ) -> Tensor {
        applying(definition, constant: scalar, argument: "y", isLeft: false, name: name, site: site)
    }

    /// Builds a two-input op with a constant on the left: `sub/x` beside `sub`.
    func applying<Definition: OperationDefinition>(
        _ definition: Definition, toConstant scalar: some TensorScalar, name: String, site: CreationSite? = nil
    ) -> Tensor {
        applying(definition, constant: scalar, argument: "x", isLeft: true, name: name, site: site)
    }

    private func applying<Definition: OperationDefinition>(
        _ definition: Definition, constant scalar: some TensorScalar, argument: String, isLeft: Bool, name: String,
        site: CreationSite?
    ) -> Tensor {
        guard isValid else { return self }
        let dtype = dtype
        guard DTypeSet.numeric.contains(dtype) || dtype == .bool else {
            return graph.record(
                GraphError(
                    .elementType, "a number cannot be combined with a tensor of \(dtype.name)",
                    operationType: Definition.type, operationName: name, site: site))
        }
        let scope = graph.resolveNameScope(name)
        let constant = graph.nameScope(scope + "/") {
            graph.addTensor(Const(NDArray(scalar, dtype: dtype)), name: argument, site: site)
        }
        return graph.addTensor(
            definition, inputs: isLeft ? [constant, self] : [self, constant], name: scope + "/", site: site)
    }
}
