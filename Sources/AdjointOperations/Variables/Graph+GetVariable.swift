public import AdjointCore

extension Graph {
    /// The variable `name` of the current variable scope: made, or found if the scope reuses. TF: `tf.get_variable`.
    ///
    /// Its name is the variable scope's and `name`; name scopes do not enter. Mistakes: one of that name exists in a
    /// scope that does not reuse; none exists in one that reuses; one exists with another shape or element type.
    /// - Parameters:
    ///   - shape: The shape; may be left out where the initializer is a value, or the variable is to be found.
    ///   - dtype: The element type; by default the initializer's value's, or else the scope's, which is float32.
    ///   - initializer: By default the scope's; without one, Glorot's uniform for floating-point types and zeros for
    ///     others.
    ///   - regularizer: By default the scope's. Its loss joins ``CollectionKey/regularizationLosses``, once.
    ///   - constraint: Applied by optimizers after each update.
    ///   - isTrainable: Whether it joins ``CollectionKey/trainableVariables``.
    ///   - collections: The collections that it joins beside that.
    public func getVariable(
        _ name: String, shape: [Int]? = nil, dtype: DType? = nil, initializer: Initializer? = nil,
        regularizer: Regularizer? = nil, constraint: Constraint? = nil, isTrainable: Bool = true,
        collections: [CollectionKey] = [.globalVariables], file: StaticString = #fileID, line: UInt = #line
    ) -> Variable {
        findOrMakeVariable(
            name, shape: shape, dtype: dtype, initializer: initializer, regularizer: regularizer,
            regularizationScope: nil, constraint: constraint, isTrainable: isTrainable, collections: collections,
            site: CreationSite(file, line))
    }

    /// The variable of a layer: that of `getVariable`, but the ops of its own regularizer are named by the layer's name
    /// scope, as `tf.layers` does.
    package func layerVariable(
        _ name: String, shape: [Int], dtype: DType, initializer: Initializer?, regularizer: Regularizer? = nil,
        constraint: Constraint? = nil, isTrainable: Bool = true, site: CreationSite
    ) -> Variable {
        findOrMakeVariable(
            name, shape: shape, dtype: dtype, initializer: initializer, regularizer: regularizer,
            regularizationScope: name + "/Regularizer", constraint: constraint, isTrainable: isTrainable,
            collections: [.globalVariables], site: site)
    }

    /// - Parameter regularizationScope: The name scope that the given regularizer builds in, below the current one; by
    ///   default that of the variable, wherever this call stands.
    private func findOrMakeVariable(
        _ name: String, shape: [Int]?, dtype: DType?, initializer: Initializer?, regularizer: Regularizer?,
        regularizationScope: String?, constraint: Constraint?, isTrainable: Bool, collections: [CollectionKey],
        site: CreationSite
    ) -> Variable {
        let scope = currentVariableScope
        let fullName = scope.name.isEmpty || name.isEmpty ? scope.name + name : scope.name + "/" + name
        func mistake(_ message: String, remedy: String? = nil) -> Variable {
            let error = GraphError(
                .variable, "variable '\(fullName)' " + message, site: site, remedy: remedy)
            return .invalid(record(error))
        }
        let store = VariableStore.of(self)
        if let existing = store.variable(named: fullName, of: self) {
            guard scope.reuse != .never else {
                return mistake(
                    "exists already" + (existing.operation.site.map { ", made at \($0)" } ?? ""),
                    remedy: "to use it again, open its scope with reuse: .always or reuse: .automatic")
            }
            if let shape, !existing.shape.isCompatible(with: Shape(shape)) {
                return mistake("has the shape \(existing.shape), not \(Shape(shape))")
            }
            if let dtype, dtype != existing.dtype {
                return mistake("is \(existing.dtype.name), not \(dtype.name)")
            }
            return existing
        }
        guard scope.reuse != .always else {
            return mistake(
                "does not exist, or was not made with getVariable", remedy: "to make it, use reuse: .automatic")
        }
        let dtype = dtype ?? initializer?.dtype ?? scope.dtype
        let initializer = initializer ?? scope.initializer ?? .default(for: dtype)
        guard let shape = shape ?? initializer.shape else {
            return mistake("needs a shape, as its initializer does not have one")
        }
        if let known = initializer.shape, known != shape {
            return mistake("cannot have the shape \(Shape(shape)): its initial value has \(Shape(known))")
        }
        // An empty name stands for the scope's own, which is taken literally: the scope opened it as a name scope.
        let namePrefix = name.isEmpty ? fullName : nameScope("") { resolveNameScope(fullName) }
        let variable = makeVariable(
            scope: namePrefix, isTrainable: isTrainable, collections: collections, constraint: constraint,
            livesWithVariable: initializer.isBuilt, site: site
        ) { initializer.initialValue(in: self, shape: shape, dtype: dtype, site: site) }
        guard variable.isValid else { return variable }
        store.register(variable, as: fullName)
        if let used = regularizer ?? scope.regularizer {
            let ownScope = regularizer == nil ? nil : regularizationScope
            let loss = withoutControlDependencies {
                nameScope(ownScope ?? fullName + "/Regularizer/") { used.loss(of: variable) }
            }
            if let loss, loss.isValid { add(loss, to: .regularizationLosses) }
        }
        return variable
    }
}
