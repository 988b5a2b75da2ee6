public import AdjointCore

/// A variable for the time between its first value and its ``DestroyTemporaryVariable``. TF: `TemporaryVariable`.
///
/// The session keeps its memory from run to run, but no checkpoint holds it. It must be assigned before it is read: what
/// it holds before is open in TensorFlow and an error here.
public struct TemporaryVariable: OperationDefinition {
    public static let type = "TemporaryVariable"
    public static let signature = OperationSignature(
        inputs: [], outputs: [.tensor("ref", "dtype", isReference: true)])
    public static let attributes: [AttributeKey<TemporaryVariable>] = [
        .shape("shape", \.shape), .type("dtype", \.dtype, required: true), .string("var_name", \.variableName),
    ]

    var shape = Shape.unknown
    var dtype = DType.float32
    /// What the op that takes its value calls it; empty for the node's name.
    var variableName = ""

    public init() {}

    public var traits: OperationTraits { .variable }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [shape] }

    public static let gradient = GradientRule<TemporaryVariable>.stopsGradient(reason: "a variable has no inputs")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { .empty }
}
