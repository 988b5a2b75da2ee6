/// What the ops of a conditional's side or of a loop's body are adapted to while they are built.
///
/// Unlike a name scope it changes what an op reads: a value from outside has to come in through an op of the context.
public protocol BuildContext: AnyObject, Sendable {
    /// Whether an op with these inputs needs ``adopt(_:in:)``.
    func mustAdopt(_ inputs: [NodeOutput], in graph: Graph) -> Bool

    /// The inputs as they are inside; what brings them in is built in the current name scope.
    func adopt(_ inputs: [NodeOutput], in graph: Graph) -> [NodeOutput]

    /// What an op of these inputs has to wait for, of what it would wait for and of the context's own.
    func controlInputs(_ controlInputs: [Int32], for inputs: [NodeOutput], in graph: Graph) -> [Int32]

    /// The context that an op of this type belongs to: this one, unless it is better off where its inputs are.
    func home(ofType type: String, inputs: [NodeOutput], in graph: Graph) -> any BuildContext

    /// Notes an op built inside.
    func didAdd(_ node: Int32, in graph: Graph)
}

extension Graph {
    /// The context that ops built here are adapted to; `nil` outside of conditionals and loops.
    public var currentContext: (any BuildContext)? { BuildScope.current(of: self)?.context }

    /// Builds in `body` within a context, or, given `nil`, outside of all.
    public func withContext<Result>(_ context: (any BuildContext)?, _ body: () throws -> Result) rethrows -> Result {
        try withScope(control: .none, context: .some(context), body)
    }

    /// Builds in `body` within the given name scope, taken literally.
    public func withNameScope<Result>(_ name: String, _ body: () throws -> Result) rethrows -> Result {
        try withScope(prefix: Self.prefix(inScope: name), control: .none, body)
    }
}
