public import AdjointCore

/// Its input; asking for a gradient through it is a mistake. TF: `PreventGradient`.
public struct PreventGradient: OperationDefinition {
    public static let type = "PreventGradient"
    public static let signature = OperationSignature(inputs: [.tensor("input")], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<PreventGradient>] = [.string("message", \.message)]

    /// Why there is no gradient.
    public var message = ""

    public init() {}

    /// The op with a reason.
    public init(message: String) { self.message = message }

    public var traits: OperationTraits { .identity }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.shape(0)] }

    public func inferStaticValues(_ context: ShapeContext) -> [Int: StaticValue] { context.staticValueOfInputZero }

    public static let gradient = GradientRule<PreventGradient>.notDifferentiable(
        reason: "the graph's author forbade it; the attribute 'message' says why")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { .copying(context.inputs[0]) }
}

extension Tensor {
    /// A tensor of the same value whose gradient must not be asked for. TF: `gen_array_ops.prevent_gradient`.
    ///
    /// - Parameter message: Why not; kept in the graph.
    public func preventGradient(
        message: String, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(PreventGradient(message: message), name: name, file: file, line: line)
    }
}
