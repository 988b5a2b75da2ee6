package import AdjointCore

extension Graph {
    /// What is kept beside a variable and is given out as that one is, by reference or behind a handle: a variable of the
    /// name that the current variable scope has. It joins ``CollectionKey/globalVariables``. TF: `slot_creator`.
    package func slotOfScope(
        beside variable: Variable, initializer: Initializer, site: CreationSite
    ) -> Variable {
        guard variable.isBehindHandle, let shape = variable.shape.dimensions else {
            return getVariable(
                "", shape: variable.shape.dimensions, dtype: variable.dtype, initializer: initializer,
                isTrainable: false, file: site.fileID, line: site.line)
        }
        let name = currentVariableScope.name
        let slot = variableBehindHandle(name, site: site) {
            initializer.initialValue(in: self, shape: shape, dtype: variable.dtype, site: site)
        }
        if slot.isValid { VariableStore.of(self).register(slot, as: name) }
        return slot
    }

    /// A variable behind a handle that starts as a tensor of known shape, is not trained, and joins
    /// ``CollectionKey/globalVariables``. TF: `ResourceVariable`.
    ///
    /// - Parameter scope: The name, a name scope that was resolved.
    package func variableBehindHandle(
        _ scope: String, site: CreationSite, initialValue: () -> Tensor
    ) -> Variable {
        let variable = withoutControlDependencies {
            nameScope(scope + "/") { () -> Variable in
                let initial = initialValue()
                let handle = addTensor(
                    VarHandleOp(initial.dtype, shape: initial.shape, sharedName: scope), name: scope + "/", site: site)
                guard initial.isValid, handle.isValid else { return .invalid(initial.isValid ? handle : initial) }
                nameScope("IsInitialized") {
                    _ = addTensor(VarIsInitializedOp(), inputs: [handle], name: "VarIsInitializedOp", site: site)
                }
                let assign = withoutColocation {
                    add(AssignVariableOp(), inputs: [handle, initial], name: "Assign", site: site)
                }
                let value = nameScope("Read") {
                    addTensor(ReadVariableOp(initial.dtype), inputs: [handle], name: "ReadVariableOp", site: site)
                }
                guard let assign else { return .invalid(handle) }
                return Variable(
                    reference: handle, value: value, initializer: assign, initialValue: initial, isTrainable: false)
            }
        }
        if variable.isValid { add(variable, to: .globalVariables) }
        return variable
    }
}
