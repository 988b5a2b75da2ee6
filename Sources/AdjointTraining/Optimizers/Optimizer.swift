public import AdjointCore
public import AdjointOperations

/// A rule that changes variables so that a loss becomes smaller. TF: `tf.train.Optimizer`.
///
/// An optimizer is a value: every `minimize` or `applyGradients` builds slots of its own. A rule of one's own states
/// its name, its slots and hyperparameters, and how one variable is updated.
public protocol Optimizer: Sendable {
    /// The name scope of the update ops, and the name of the slots: `Momentum`.
    var name: String { get }

    /// What is kept beside each variable from step to step, by the initializers it starts from; two slots of
    /// `hidden1/kernel` are `hidden1/kernel/Adam` and `hidden1/kernel/Adam_1`.
    var slots: [Initializer] { get }

    /// Variables kept once for all variables that a step updates, such as Adam's powers, by name and initial value.
    var sharedVariables: [(name: String, initialValue: Hyperparameter)] { get }

    /// Builds the scalars that every update is given, the learning rate first.
    func hyperparameters(_ builder: HyperparameterBuilder) -> [Tensor]

    /// Builds the op that updates one variable. `nil` after a mistake.
    func update(_ step: OptimizerStep) -> Operation?

    /// Builds the op that updates one variable whose gradient is zero but for some rows: `step.gradient` holds these
    /// rows, in the order of `indices`. `nil` after a mistake.
    ///
    /// A rule without an own way makes the whole gradient of them and updates the whole variable.
    func updateRows(_ step: OptimizerStep, at indices: Tensor) -> Operation?

    /// Whether ``updateRows(_:at:)`` is given each index once, the rows of equal index summed.
    var sumsRepeatedRows: Bool { get }

    /// Builds what a step does after all variables are updated, and returns those ops.
    func finish(_ step: OptimizerFinish) -> [Operation]
}

extension Optimizer {
    public var slots: [Initializer] { [] }
    public var sharedVariables: [(name: String, initialValue: Hyperparameter)] { [] }
    public func finish(_ step: OptimizerFinish) -> [Operation] { [] }
    public var sumsRepeatedRows: Bool { true }

    public func updateRows(_ step: OptimizerStep, at indices: Tensor) -> Operation? {
        let (file, line) = (step.site.fileID, step.site.line)
        let count = step.variable.value.shapeTensor(file: file, line: line)[0]
        var step = step
        step.gradient = step.gradient.unsortedSegmentSum(segments: indices, count: count, file: file, line: line)
        return update(step)
    }
}

/// Makes the scalars of an optimizer in its name scope.
public struct HyperparameterBuilder: Sendable {
    /// The graph to build in.
    public let graph: Graph
    /// Where in the user's program the optimizer was applied.
    public let site: CreationSite

    /// A constant of the given name, or the tensor that stands for the hyperparameter.
    public func tensor(_ value: Hyperparameter, name: String) -> Tensor {
        value.tensor(in: graph, name: name, site: site)
    }
}

/// What an optimizer updates one variable from.
public struct OptimizerStep: Sendable {
    /// The variable.
    public let variable: Variable
    /// The gradient of the loss with respect to it.
    public var gradient: Tensor
    /// Its slots, in the order of ``Optimizer/slots``.
    public let slots: [Variable]
    /// The optimizer's shared variables.
    public let sharedVariables: [Variable]
    /// The scalars that ``Optimizer/hyperparameters(_:)`` built, the learning rate first.
    public var hyperparameters: [Tensor]
    /// Where in the user's program the optimizer was applied.
    public let site: CreationSite

    /// Hyperparameter `index`, cast to the variable's element type.
    public func hyperparameter(_ index: Int) -> Tensor { cast(hyperparameters[index]) }

    /// The value of shared variable `index`, cast to the variable's element type.
    public func sharedValue(_ index: Int) -> Tensor { cast(sharedVariables[index].currentValue(site: site)) }

    /// The reference of slot `index`.
    public func slot(_ index: Int) -> Tensor { slots[index].reference }

    /// Builds the update op with the variable as its first input; of a variable behind a handle its form for handles, such
    /// as `ResourceApplyAdam`.
    public func apply<Definition: OperationDefinition>(_ definition: Definition, _ inputs: Tensor...) -> Operation? {
        variable.graph.addWrite(definition, inputs: [variable.reference] + inputs, site: site)
    }

    /// Builds the update op as ``apply(_:_:)`` does, from inputs some of which are read for it: those of a
    /// variable behind a handle in the op's own scope.
    public func apply<Definition: OperationDefinition>(
        _ definition: Definition, reading inputs: () -> [Tensor]
    ) -> Operation? {
        let graph = variable.graph
        guard variable.isBehindHandle else {
            return graph.addWrite(definition, inputs: [variable.reference] + inputs(), site: site)
        }
        let scope = graph.resolveNameScope("Resource" + Definition.type)
        let inputs = graph.nameScope(scope + "/", inputs)
        return graph.addWrite(definition, inputs: [variable.reference] + inputs, name: scope + "/", site: site)
    }

    private func cast(_ tensor: Tensor) -> Tensor {
        tensor.dtype == variable.dtype ? tensor : tensor.cast(to: variable.dtype, file: site.fileID, line: site.line)
    }
}

/// What an optimizer ends a step from.
public struct OptimizerFinish: Sendable {
    /// The optimizer's shared variables.
    public let sharedVariables: [Variable]
    /// The scalars that ``Optimizer/hyperparameters(_:)`` built.
    public let hyperparameters: [Tensor]
    /// The updates of the variables.
    public let updates: [Operation]
    /// Where in the user's program the optimizer was applied.
    public let site: CreationSite
}
