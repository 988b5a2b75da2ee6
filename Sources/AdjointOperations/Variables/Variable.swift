public import AdjointCore

/// A value that a session keeps from run to run, with the ops that set and read it. TF: `tf.Variable`.
///
/// Made by ``Graph`` methods `variable(…)` and `getVariable(…)`, by layers and by optimizers; used like a
/// tensor in expressions. Where a ``Tensor`` is asked for, pass ``value``.
public struct Variable: GraphVariable, Sendable {
    /// The graph it belongs to.
    public let graph: Graph
    /// The rest of it, which is what its graph keeps.
    let withoutGraph: Detached

    /// The reference, or the handle, that assignments and optimizers write through.
    public var reference: Tensor { graph.output(withoutGraph.reference) }
    /// What ops read: `hidden1/kernel/read`.
    public var value: Tensor { graph.output(withoutGraph.value) }
    /// The op that sets the initial value: `hidden1/kernel/Assign`.
    public var initializer: Operation { Operation(graph: graph, index: withoutGraph.initializer) }
    /// The initial value; `nil` where an imported graph does not say.
    public var initialValue: Tensor? { withoutGraph.initialValue.map { graph.output($0) } }
    /// Whether optimizers update it unless told otherwise.
    public var isTrainable: Bool { withoutGraph.isTrainable }
    /// What optimizers hold its value to; a file does not keep it.
    public var constraint: Constraint? { withoutGraph.constraint }

    /// A variable from its parts, as an import finds them.
    ///
    /// - Precondition: `reference` is the output of a variable op, or invalid; all parts belong to one graph.
    public init(
        reference: Tensor, value: Tensor, initializer: Operation, initialValue: Tensor?, isTrainable: Bool,
        constraint: Constraint? = nil
    ) {
        self.init(
            graph: reference.graph,
            withoutGraph: Detached(
                reference: reference.nodeOutput, value: value.nodeOutput, initializer: initializer.index,
                initialValue: initialValue?.nodeOutput, isTrainable: isTrainable, constraint: constraint))
    }

    private init(graph: Graph, withoutGraph: Detached) {
        self.graph = graph
        self.withoutGraph = withoutGraph
    }

    /// The name of the variable op: `hidden1/kernel`.
    public var name: String { reference.isValid ? reference.operation.name : "<invalid>" }

    /// The variable op.
    ///
    /// - Precondition: the variable is valid.
    public var operation: Operation { reference.operation }

    /// The element type.
    public var dtype: DType { reference.variableType.dtype }

    /// The shape.
    public var shape: Shape { reference.variableType.shape }

    /// Whether it stands for a real variable rather than for a mistake.
    public var isValid: Bool { reference.isValid }

    /// The variable that stands for one that could not be made.
    static func invalid(_ tensor: Tensor) -> Variable {
        Variable(
            reference: tensor, value: tensor, initializer: .invalid(in: tensor.graph), initialValue: nil,
            isTrainable: false)
    }
}

extension Variable: GraphBound {
    /// The variable's nodes by index, as its graph keeps it.
    struct Detached: DetachedFromGraph {
        let reference: NodeOutput
        let value: NodeOutput
        let initializer: Int
        let initialValue: NodeOutput?
        let isTrainable: Bool
        let constraint: Constraint?

        func attached(to graph: Graph) -> any GraphBound { variable(of: graph) }

        func variable(of graph: Graph) -> Variable { Variable(graph: graph, withoutGraph: self) }
    }

    public var detached: any DetachedFromGraph { withoutGraph }
}

extension Variable: Hashable {
    public static func == (left: Variable, right: Variable) -> Bool { left.reference == right.reference }

    public func hash(into hasher: inout Hasher) { hasher.combine(reference) }
}

extension Variable: CustomStringConvertible {
    /// `hidden1/kernel float32 [784, 300]`.
    public var description: String { isValid ? "\(name) \(dtype.name) \(shape)" : "<invalid variable>" }
}
