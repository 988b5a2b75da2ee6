package import AdjointCore

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
        return graph.combining(
            scalar, with: self, as: argument, of: Definition.type, name: name, site: site
        ) { constant, ownName in
            graph.addTensor(
                definition, inputs: isLeft ? [constant, self] : [self, constant], name: ownName, site: site)
        }
    }
}

extension Graph {
    /// Makes a constant of a number, in the element type of the tensor it is combined with and in the scope of the op
    /// that takes both; `body` builds that op with the name it is passed.
    ///
    /// A number that the type does not hold (2.5 or 300 for uint8) is a mistake, as in TensorFlow.
    /// - Parameters:
    ///   - argument: What the op calls the number.
    ///   - operationType: The op's type.
    ///   - name: The name the op is to have.
    func combining(
        _ scalar: some TensorScalar, with other: Tensor, as argument: String, of operationType: String, name: String,
        site: CreationSite?, _ body: (_ constant: Tensor, _ ownName: String) -> Tensor
    ) -> Tensor {
        let value: NDArray
        do throws(GraphError) {
            value = try NDArray(exactly: scalar, dtype: other.dtype)
        } catch {
            var error = error
            (error.operationType, error.operationName, error.site) = (operationType, name, site)
            error.subjects = [GraphError.Subject(role: "tensor", other)]
            return record(error)
        }
        return scoped(name) { ownName in
            body(addTensor(Const(value), name: argument, site: site), ownName)
        }
    }
}

extension Graph {
    /// The mistake of asking for a number of a type that has none; `nil` if it has.
    func mistake(
        ifNoNumber dtype: DType, for operationType: String, name: String?, site: CreationSite?
    ) -> Tensor? {
        guard !DTypeSet.numeric.contains(dtype), dtype != .bool else { return nil }
        return record(
            GraphError(
                .elementType, "there is no number of type \(dtype.name)", operationType: operationType,
                operationName: name, site: site))
    }
}

extension GraphError.Subject {
    /// A valid tensor in the part that it plays.
    package init(role: String, _ tensor: Tensor) {
        self.init(role: role, name: tensor.name, type: tensor.type, site: tensor.operation.site)
    }
}

extension NDArray {
    /// A scalar of element type `dtype` with the value of `scalar`; floating-point types may round it.
    ///
    /// - Throws: ``GraphError`` if the type does not hold the value.
    fileprivate init(exactly scalar: some TensorScalar, dtype: DType) throws(GraphError) {
        guard DTypeSet.numeric.contains(dtype) || dtype == .bool else {
            throw GraphError(.elementType, "a number cannot be combined with a tensor of \(dtype.name)")
        }
        self.init(scalar, dtype: dtype)
        guard let integers else { return }
        guard let value = scalar.integerValue ?? Int64(exactly: scalar.doubleValue), integers == [Int(value)] else {
            throw GraphError(
                .elementType, "\(scalar) is not a value of \(dtype.name)",
                remedy: "cast the tensor to a floating-point type first")
        }
    }
}
