public import AdjointCore

extension Graph {
    /// A variable that starts as `initialValue`, named by the current *name* scope. TF: `tf.Variable`.
    ///
    /// Makes `name`, `name/Assign` and `name/read`, outside any control dependencies.
    /// - Parameters:
    ///   - initialValue: A tensor of fully known shape.
    ///   - isTrainable: Whether it joins ``CollectionKey/trainableVariables``.
    ///   - name: `Variable` by default.
    ///   - collections: The collections that it joins beside that.
    ///   - validatesShape: Whether the shape is fixed; otherwise later assignments may change it.
    public func variable(
        _ initialValue: Tensor, isTrainable: Bool = true, name: String? = nil,
        collections: [CollectionKey] = [.globalVariables], validatesShape: Bool = true,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Variable {
        makeVariable(
            scope: resolveNameScope(name ?? "Variable"), isTrainable: isTrainable, collections: collections,
            validatesShape: validatesShape, site: CreationSite(file, line)
        ) { initialValue }
    }

    /// A variable that starts as a host value, which the graph holds as `name/initial_value`. TF: `tf.Variable`.
    public func variable(
        _ initialValue: NDArray, isTrainable: Bool = true, name: String? = nil,
        collections: [CollectionKey] = [.globalVariables], file: StaticString = #fileID, line: UInt = #line
    ) -> Variable {
        let site = CreationSite(file, line)
        return makeVariable(
            scope: resolveNameScope(name ?? "Variable"), isTrainable: isTrainable, collections: collections,
            site: site
        ) { addTensor(Const(initialValue), name: "initial_value", site: site) }
    }

    /// A variable that starts as a number and has the number's element type. TF: `tf.Variable`.
    public func variable<Scalar: TensorScalar>(
        _ initialValue: Scalar, isTrainable: Bool = true, name: String? = nil,
        collections: [CollectionKey] = [.globalVariables], file: StaticString = #fileID, line: UInt = #line
    ) -> Variable {
        variable(
            NDArray(initialValue), isTrainable: isTrainable, name: name, collections: collections, file: file,
            line: line)
    }

    /// A variable that starts as the given elements, one-dimensional unless `shape` says otherwise. TF: `tf.Variable`.
    ///
    /// - Precondition: the shape has as many elements as there are scalars.
    public func variable<Scalar: TensorScalar>(
        _ initialValue: [Scalar], shape: [Int]? = nil, isTrainable: Bool = true, name: String? = nil,
        collections: [CollectionKey] = [.globalVariables], file: StaticString = #fileID, line: UInt = #line
    ) -> Variable {
        variable(
            NDArray(initialValue, dimensions: shape ?? [initialValue.count]), isTrainable: isTrainable, name: name,
            collections: collections, file: file, line: line)
    }

    /// Builds a variable in the name scope `scope`, whose name it takes.
    ///
    /// - Parameter livesWithVariable: Whether the initial value is built to live with the variable, as `getVariable`
    ///   does with what initializers build.
    func makeVariable(
        scope: String, isTrainable: Bool, collections: [CollectionKey], validatesShape: Bool = true,
        constraint: Constraint? = nil, livesWithVariable: Bool = false, site: CreationSite, initialValue: () -> Tensor
    ) -> Variable {
        withoutControlDependencies {
            nameScope(scope + "/") {
                let needsLocation = livesWithVariable && currentColocations.isEmpty
                let (initial, reference) =
                    needsLocation
                    ? colocated(withOperationNamed: scope) {
                        makeReference(scope, validatesShape: validatesShape, site: site, initialValue: initialValue)
                    } : makeReference(scope, validatesShape: validatesShape, site: site, initialValue: initialValue)
                guard reference.isValid else { return .invalid(reference) }
                return colocated(with: reference.operation) {
                    let assign = add(
                        Assign(validatesShape: validatesShape, usesLocking: true), inputs: [reference, initial],
                        name: "Assign", site: site)
                    let read = addTensor(Identity(), inputs: [reference], name: "read", site: site)
                    guard let assign else { return .invalid(read) }
                    let variable = Variable(
                        reference: reference, value: read, initializer: assign, initialValue: initial,
                        isTrainable: isTrainable, constraint: constraint)
                    var joined = collections
                    if isTrainable, !joined.contains(.trainableVariables) { joined.append(.trainableVariables) }
                    for collection in joined { add(variable, to: collection) }
                    return variable
                }
            }
        }
    }

    /// The initial value and the variable op.
    private func makeReference(
        _ scope: String, validatesShape: Bool, site: CreationSite, initialValue: () -> Tensor
    ) -> (initial: Tensor, reference: Tensor) {
        let initial = initialValue()
        guard initial.isValid else { return (initial, initial) }
        if validatesShape, !initial.shape.isFullyKnown {
            let invalid = record(
                GraphError(
                    .variable, "the initial value '\(initial.name)' has the shape \(initial.shape)",
                    operationType: VariableV2.type, operationName: scope, site: site,
                    remedy: "give it a fully known shape, or pass validatesShape: false"))
            return (initial, invalid)
        }
        let definition = VariableV2(initial.dtype, shape: validatesShape ? initial.shape : .unknown)
        return (initial, addTensor(definition, name: scope + "/", site: site))
    }
}
