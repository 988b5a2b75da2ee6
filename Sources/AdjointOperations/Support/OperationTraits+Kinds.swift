import AdjointCore

extension OperationTraits {
    /// A pure function whose output shapes only its kernel can tell.
    static let dataDependent: OperationTraits = {
        var traits = OperationTraits()
        traits.hasDataDependentShapes = true
        return traits
    }()

    /// An op that reads or changes something outside of the graph: a file, what is printed, a table.
    static let outsideEffect: OperationTraits = {
        var traits = OperationTraits()
        traits.isStateful = true
        return traits
    }()

    /// The same as ``outsideEffect``, where the shapes of the outputs come from there.
    static let outsideRead: OperationTraits = {
        var traits = outsideEffect
        traits.hasDataDependentShapes = true
        return traits
    }()

    /// An op that reads or changes an object of the run: a tensor array, a stack.
    static let runEffect: OperationTraits = {
        var traits = outsideEffect
        traits.actsWithinRun = true
        return traits
    }()

    /// The same as ``runEffect``, where the shapes of the outputs come from there.
    static let runRead: OperationTraits = {
        var traits = runEffect
        traits.hasDataDependentShapes = true
        return traits
    }()
}
