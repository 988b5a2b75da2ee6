import AdjointFormats

/// Moves the names that collections hold into a name scope, as an import moves the nodes themselves.
struct NameScoping {
    /// The scope without a trailing slash, empty for none.
    let prefix: String

    /// A node's or tensor's name, `^` for control inputs allowed; empty names stand for nothing and stay.
    func moved(_ name: String) -> String {
        guard !prefix.isEmpty, !name.isEmpty else { return name }
        return name.hasPrefix("^") ? "^\(prefix)/\(name.dropFirst())" : "\(prefix)/\(name)"
    }

    func moved(_ variable: VariableDef) -> VariableDef {
        var moved = variable
        moved.variableName = self.moved(variable.variableName)
        moved.initializerName = self.moved(variable.initializerName)
        moved.snapshotName = self.moved(variable.snapshotName)
        moved.initialValueName = self.moved(variable.initialValueName)
        if let slice = variable.saveSliceInfo { moved.saveSliceInfo?.fullName = self.moved(slice.fullName) }
        return moved
    }

    func moved(_ saver: SaverDef) -> SaverDef {
        var moved = saver
        moved.filenameTensorName = self.moved(saver.filenameTensorName)
        moved.saveTensorName = self.moved(saver.saveTensorName)
        moved.restoreOpName = self.moved(saver.restoreOpName)
        return moved
    }

    func moved(_ runner: QueueRunnerDef) -> QueueRunnerDef {
        var moved = runner
        moved.queueName = self.moved(runner.queueName)
        moved.enqueueOpNames = runner.enqueueOpNames.map { self.moved($0) }
        moved.closeOpName = self.moved(runner.closeOpName)
        moved.cancelOpName = self.moved(runner.cancelOpName)
        return moved
    }

    func moved(_ values: ValuesDef) -> ValuesDef {
        var moved = values
        moved.values = values.values.map { self.moved($0) }
        moved.externalValues = [:]
        for (inner, outer) in values.externalValues { moved.externalValues[self.moved(inner)] = self.moved(outer) }
        return moved
    }

    // Contexts nest as deep as the message reader allows, which is what bounds the recursion.
    func moved(_ context: ControlFlowContextDef) -> ControlFlowContextDef {
        var moved = context
        moved.cond = context.cond.map { self.moved($0) }
        moved.whileLoop = context.whileLoop.map { self.moved($0) }
        return moved
    }

    func moved(_ context: CondContextDef) -> CondContextDef {
        var moved = context
        moved.contextName = self.moved(context.contextName)
        moved.predicateName = self.moved(context.predicateName)
        moved.pivotName = self.moved(context.pivotName)
        moved.values = context.values.map { self.moved($0) }
        moved.nestedContexts = context.nestedContexts.map { self.moved($0) }
        return moved
    }

    func moved(_ context: WhileContextDef) -> WhileContextDef {
        var moved = context
        moved.contextName = self.moved(context.contextName)
        moved.pivotName = self.moved(context.pivotName)
        moved.pivotForPredicateName = self.moved(context.pivotForPredicateName)
        moved.pivotForBodyName = self.moved(context.pivotForBodyName)
        moved.loopExitNames = context.loopExitNames.map { self.moved($0) }
        moved.loopEnterNames = context.loopEnterNames.map { self.moved($0) }
        moved.maximumIterationsName = self.moved(context.maximumIterationsName)
        moved.values = context.values.map { self.moved($0) }
        moved.nestedContexts = context.nestedContexts.map { self.moved($0) }
        return moved
    }
}
