public import AdjointCore

extension Variable {
    /// Sets the variable and returns its reference, through which the new value is read. TF: `Variable.assign`.
    ///
    /// value: the variable's shape and element type.
    @discardableResult
    public func assign(
        _ value: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        let site = CreationSite(file, line)
        return result(of: writing(Assign(usesLocking: true), value, name: name, site: site), site)
    }

    /// Sets the variable to a host value of its own element type. TF: `Variable.assign`.
    @discardableResult
    public func assign(
        _ value: NDArray, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        let site = CreationSite(file, line)
        return result(of: writing(Assign(usesLocking: true), value, name: name, site: site), site)
    }

    /// Adds a tensor of the variable's shape and returns the reference. TF: `Variable.assign_add`.
    @discardableResult
    public func assignAdd(
        _ value: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        let site = CreationSite(file, line)
        return result(of: writing(AssignAdd(), value, name: name, site: site), site)
    }

    /// Adds a number to a scalar variable. TF: `Variable.assign_add`.
    @discardableResult
    public func assignAdd(
        _ value: some TensorScalar, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        let site = CreationSite(file, line)
        return result(of: writing(AssignAdd(), scalar: value, name: name, site: site), site)
    }

    /// Subtracts a tensor of the variable's shape and returns the reference. TF: `Variable.assign_sub`.
    @discardableResult
    public func assignSub(
        _ value: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        let site = CreationSite(file, line)
        return result(of: writing(AssignSub(), value, name: name, site: site), site)
    }

    /// Subtracts a number from a scalar variable. TF: `Variable.assign_sub`.
    @discardableResult
    public func assignSub(
        _ value: some TensorScalar, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        let site = CreationSite(file, line)
        return result(of: writing(AssignSub(), scalar: value, name: name, site: site), site)
    }

    /// Sets the variable to a number. TF: `Variable.assign`.
    ///
    /// The variable must be a scalar.
    @discardableResult
    public func assign(
        _ value: some TensorScalar, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        let site = CreationSite(file, line)
        return result(of: writing(Assign(usesLocking: true), scalar: value, name: name, site: site), site)
    }

    /// Sets the rows `indices` and returns the reference. TF: `tf.scatter_update`.
    ///
    /// indices: int32 or int64, any shape; updates: `indices.shape + shape[1...]` or a scalar.
    @discardableResult
    public func scatterUpdate(
        at indices: Tensor, with updates: Tensor, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor {
        scattering(ScatterUpdate(), indices, updates, name: name, site: CreationSite(file, line))
    }

    /// Adds to the rows `indices`, repeated ones adding up, and returns the reference. TF: `tf.scatter_add`.
    @discardableResult
    public func scatterAdd(
        at indices: Tensor, with updates: Tensor, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor {
        scattering(ScatterAdd(), indices, updates, name: name, site: CreationSite(file, line))
    }

    /// Subtracts from the rows `indices`, repeated ones adding up, and returns the reference. TF: `tf.scatter_sub`.
    @discardableResult
    public func scatterSub(
        at indices: Tensor, with updates: Tensor, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor {
        scattering(ScatterSub(), indices, updates, name: name, site: CreationSite(file, line))
    }

    /// The value before adding one to it; a run throws once it has reached `limit`. TF: `Variable.count_up_to`.
    public func countUp(
        to limit: Int, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        let site = CreationSite(file, line)
        return colocated { graph.addTensor(CountUpTo(limit: limit), inputs: [reference], name: name, site: site) }
    }

    /// Whether the variable has a value when the op runs. TF: `tf.is_variable_initialized`.
    public func isInitialized(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        let site = CreationSite(file, line)
        return colocated {
            isBehindHandle
                ? graph.addTensor(VarIsInitializedOp(), inputs: [reference], name: name, site: site)
                : graph.addTensor(IsVariableInitialized(), inputs: [reference], name: name, site: site)
        }
    }

    /// The value at the place in a run where this op stands, control dependencies included. TF: `read_value`.
    public func readValue(file: StaticString = #fileID, line: UInt = #line) -> Tensor {
        let site = CreationSite(file, line)
        guard isBehindHandle else {
            return graph.addTensor(Identity(), inputs: [reference], name: "read", site: site)
        }
        return graph.nameScope("Read") { readingHandle(site) }.identity(file: file, line: line)
    }

    /// What an op that is built now reads: ``value``, which follows a reference, or a new read through a handle. TF: the
    /// conversion of a variable to a tensor.
    package func currentValue(site: CreationSite? = nil) -> Tensor {
        isBehindHandle ? graph.withoutColocation { readingHandle(site) } : value
    }

    /// Whether ``reference`` is a handle.
    package var isBehindHandle: Bool { isValid && reference.dtype == .resource }

    private func readingHandle(_ site: CreationSite?) -> Tensor {
        graph.addTensor(ReadVariableOp(dtype), inputs: [reference], site: site)
    }

    /// Builds ops that live with the variable, as every op that takes its reference does; one that takes a handle need not.
    func colocated<Result>(_ body: () throws -> Result) rethrows -> Result {
        guard isValid, !isBehindHandle else { return try body() }
        return try graph.colocated(with: operation, body)
    }

    /// Builds a write alone, for what waits for it without reading the variable; see ``Graph/addWrite(_:inputs:name:site:)``.
    package func writing<Definition: OperationDefinition>(
        _ definition: Definition, _ value: Tensor, name: String?, site: CreationSite
    ) -> Operation? {
        colocated { graph.addWrite(definition, inputs: [reference, value], name: name, site: site) }
    }

    /// Builds a write, and the variable as it leaves it.
    package func written<Definition: OperationDefinition>(
        _ definition: Definition, _ value: Tensor, site: CreationSite
    ) -> (write: Operation, value: Tensor)? {
        writing(definition, value, name: nil, site: site).map { ($0, result(of: $0, site)) }
    }

    /// The variable as a write leaves it: its reference, or a read through its handle that waits for the write.
    private func result(of write: Operation?, _ site: CreationSite) -> Tensor {
        guard let write else { return .invalid(in: graph) }
        guard write.outputs.isEmpty else { return write.output(0) }
        return graph.withControlDependencies(on: [write]) { readingHandle(site) }
    }

    /// Writes a constant, which is named as TensorFlow names it: `AssignAdd/value` beside `AssignAdd`.
    package func writing<Definition: OperationDefinition>(
        _ definition: Definition, _ value: NDArray, name: String?, site: CreationSite
    ) -> Operation? {
        guard isValid else { return nil }
        if isBehindHandle {
            let constant = graph.addTensor(Const(value), name: "Const", site: site)
            return writing(definition, constant, name: name, site: site)
        }
        let scope = graph.resolveNameScope(name ?? Definition.type)
        let constant = graph.nameScope(scope + "/") {
            graph.addTensor(Const(value), name: "value", site: site)
        }
        return writing(definition, constant, name: scope + "/", site: site)
    }

    private func writing<Definition: OperationDefinition>(
        _ definition: Definition, scalar: some TensorScalar, name: String?, site: CreationSite
    ) -> Operation? {
        guard isValid, DTypeSet.numeric.contains(dtype) || dtype == .bool else {
            guard isValid else { return nil }
            graph.record(
                GraphError(
                    .elementType, "a number cannot be written to a variable of \(dtype.name)",
                    operationType: Definition.type, operationName: name, site: site))
            return nil
        }
        return writing(definition, NDArray(scalar, dtype: dtype), name: name, site: site)
    }

    private func scattering<Definition: OperationDefinition>(
        _ definition: Definition, _ indices: Tensor, _ updates: Tensor, name: String?, site: CreationSite
    ) -> Tensor {
        let write = colocated {
            graph.addWrite(definition, inputs: [reference, indices, updates], name: name, site: site)
        }
        return result(of: write, site)
    }
}
