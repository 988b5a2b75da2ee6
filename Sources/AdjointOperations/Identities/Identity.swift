public import AdjointCore

/// Its input. TF: `Identity`.
public struct Identity: OperationDefinition {
    public static let type = "Identity"
    public static let signature = OperationSignature(inputs: [.tensor("input")], outputs: [.tensor("output")])

    public init() {}

    public var traits: OperationTraits { .identity }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.shape(0)] }

    public func inferStaticValues(_ context: ShapeContext) -> [Int: StaticValue] { context.staticValueOfInputZero }

    public static let gradient = GradientRule<Identity>.sparselyDifferentiable { _, context in context.arrivedGradients
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { .copying(context.inputs[0]) }
}

extension ShapeContext {
    /// What is known of input 0, as what is known of output 0.
    var staticValueOfInputZero: [Int: StaticValue] {
        if let handle = handle(0) { return [0: handle] }
        if let value = value(0) { return [0: .known(value)] }
        guard inputs[0].shape.rank == 1, DTypeSet.index.contains(inputs[0].dtype) else { return [:] }
        let partial = partialShape(0)
        return partial.partialDimensions?.contains { $0 != nil } == true ? [0: .partial(partial)] : [:]
    }
}

extension Tensor {
    /// A tensor of the same value under a name of its own. TF: `tf.identity`.
    ///
    /// Any shape, any type. Costs nothing in a run.
    public func identity(name: String? = nil, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
        applying(Identity(), name: name, file: file, line: line)
    }
}
