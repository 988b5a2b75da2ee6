public import AdjointCore

/// The shape of the variable behind a handle, as a vector. TF: `VariableShape`.
public struct VariableShape: OperationDefinition {
    public static let type = "VariableShape"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", .resource)], outputs: [.tensor("output", "out_type", in: .index)])
    public static let attributes: [AttributeKey<VariableShape>] = [.type("out_type", \.indexType)]

    /// The element type of the result: int32 or int64.
    public var indexType = DType.int32

    public init() {}

    /// A shape of an element type.
    public init(indexType: DType) { self.indexType = indexType }

    public var traits: OperationTraits {
        var traits = OperationTraits()
        traits.isStateful = true
        traits.effects = [0: .inspects]
        return traits
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [Shape([context.variableShape(0).rank])] }

    public static let gradient = GradientRule<VariableShape>.stopsGradient(reason: "the result is an integer")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let shape = NDArray(indices: context.inputs[0].dimensions, dtype: indexType)
        return Kernel { arguments in
            shape.withUnsafeBytes { arguments.rawOutput(0).copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
        }
    }
}
