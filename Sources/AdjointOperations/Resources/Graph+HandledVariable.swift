package import AdjointCore

extension Graph {
    /// A variable behind a handle, of the name that the current variable scope has: what an optimizer keeps beside another
    /// such variable. It joins ``CollectionKey/globalVariables``. TF: `ResourceVariable`.
    package func variableOfScopeBehindHandle(
        shape: [Int], dtype: DType, initializer: Initializer, site: CreationSite
    ) -> Variable {
        let name = currentVariableScope.name
        let variable = withoutControlDependencies {
            nameScope(name + "/") { () -> Variable in
                let initial = initializer.initialValue(in: self, shape: shape, dtype: dtype, site: site)
                let handle = addTensor(
                    VarHandleOp(dtype, shape: Shape(shape), sharedName: name), inputs: [], name: name + "/", site: site)
                guard initial.isValid, handle.isValid else { return .invalid(initial.isValid ? handle : initial) }
                nameScope("IsInitialized") {
                    _ = addTensor(VarIsInitializedOp(), inputs: [handle], name: "VarIsInitializedOp", site: site)
                }
                let assign = add(AssignVariableOp(), inputs: [handle, initial], name: "Assign", site: site)
                let value = nameScope("Read") {
                    addTensor(ReadVariableOp(dtype), inputs: [handle], name: "ReadVariableOp", site: site)
                }
                guard let assign else { return .invalid(handle) }
                return Variable(
                    reference: handle, value: value, initializer: assign, initialValue: initial, isTrainable: false)
            }
        }
        guard variable.isValid else { return variable }
        VariableStore.of(self).register(variable, as: name)
        add(.object(variable), to: .globalVariables)
        return variable
    }
}
