public import AdjointCore

/// A variable: its output refers to the buffer that the session keeps for it. TF: `VariableV2`.
///
/// Nodes of one shared name, or one whose own name that is, are one variable.
public struct VariableV2: OperationDefinition {
    public static let type = "VariableV2"
    public static let signature = OperationSignature(
        inputs: [], outputs: [.tensor("ref", "dtype", isReference: true)])
    public static let attributes: [AttributeKey<VariableV2>] = [
        .shape("shape", \.shape), .type("dtype", \.dtype, required: true), .string("container", \.container),
        .string("shared_name", \.sharedName),
    ]

    var shape = Shape.unknown
    var dtype = DType.float32
    var container = ""
    var sharedName = ""

    public init() {}

    init(_ dtype: DType, shape: Shape) {
        self.dtype = dtype
        self.shape = shape
    }

    public var traits: OperationTraits { .variable }
    public var resourceName: ResourceName? { ResourceName(variable: sharedName, container: container) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [shape] }

    public static let gradient = GradientRule<VariableV2>.stopsGradient(reason: "a variable has no inputs")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        // The output is the session's buffer: there is nothing to compute.
        Kernel { _ in }
    }
}

extension ResourceName {
    /// That of a variable that is given out as a reference.
    init(variable name: String, container: String) {
        self.init(kind: "variable", container: container, nameUnlessEmpty: name)
    }
}

extension OperationTraits {
    /// The traits of a node whose output is the session's buffer for it.
    static let variable: OperationTraits = {
        var traits = OperationTraits()
        traits.role = .variable
        traits.isStateful = true
        return traits
    }()
}
