public import AdjointCore

/// Its inputs, as a list. TF: `IdentityN`.
public struct IdentityN: OperationDefinition {
    public static let type = "IdentityN"
    public static let signature = OperationSignature(
        inputs: [.list("input", types: "T")], outputs: [.list("output", types: "T")])
    public static let attributes: [AttributeKey<IdentityN>] = [.types("T", \.types)]

    /// The element types of the inputs.
    public var types: [DType] = []

    public init() {}

    /// The op for inputs of the given element types.
    public init(types: [DType]) { self.types = types }

    public var traits: OperationTraits {
        var traits = OperationTraits()
        for index in types.indices { traits.aliases[index] = index }
        return traits
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { context.inputs.map(\.shape) }

    public static let gradient = GradientRule<IdentityN>.differentiable { _, context in
        context.inputs.indices.map { context.outputGradient($0) }
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let operands = context.inputs
        return Kernel { arguments in
            for (index, operand) in operands.enumerated() {
                ElementCopy.copy(
                    operand.dtype, from: arguments.rawInput(index), to: arguments.rawOutput(index),
                    count: operand.count)
            }
        }
    }
}

/// Tensors of the same values, all from one operation. TF: `tf.identity_n`.
///
/// - Precondition: There is at least one tensor.
public func identities(
    of tensors: [Tensor], name: String? = nil, file: StaticString = #fileID, line: UInt = #line
) -> [Tensor] {
    precondition(!tensors.isEmpty, "identities(of:) needs at least one tensor")
    return tensors[0].graph.addTensors(
        IdentityN(types: tensors.map(\.dtype)), inputs: tensors, count: tensors.count, name: name,
        site: CreationSite(file, line))
}
