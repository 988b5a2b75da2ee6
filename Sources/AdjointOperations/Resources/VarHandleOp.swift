public import AdjointCore

/// A variable, given out as a handle. TF: `VarHandleOp`.
///
/// Nodes of one shared name are one variable, those within functions too. Unlike a reference, a handle is read by an op of
/// its own, ``ReadVariableOp``, which takes the value as it is at that moment.
public struct VarHandleOp: OperationDefinition {
    public static let type = "VarHandleOp"
    public static let signature = OperationSignature(inputs: [], outputs: [.tensor("resource", .resource)])
    public static let attributes: [AttributeKey<VarHandleOp>] = [
        .type("dtype", \.dtype, required: true), .shape("shape", \.shape), .string("container", \.container),
        .string("shared_name", \.sharedName), .string("debug_name", \.debugName),
    ]

    /// The variable's element type.
    public var dtype = DType.float32
    /// The variable's shape.
    public var shape = Shape.unknown
    /// The group of names that ``sharedName`` belongs to.
    public var container = ""
    /// What the variable is shared under: one name in one container, the empty one included, is one variable.
    public var sharedName = ""
    /// Kept for TensorFlow's messages.
    public var debugName = ""

    /// The shared name of variables that share nothing.
    private static let anonymousName = "cd2c89b7-88b7-44c8-ad83-06c2a9158347"

    public init() {}

    /// A variable of an element type and shape.
    public init(_ dtype: DType, shape: Shape, sharedName: String = "") {
        self.dtype = dtype
        self.shape = shape
        self.sharedName = sharedName
    }

    public var traits: OperationTraits { .variable }
    public var resourceName: ResourceName? {
        guard sharedName != Self.anonymousName else { return nil }
        return ResourceName(kind: "variable behind a handle", container: container, name: sharedName)
    }
    public var handledVariable: TensorType? { TensorType(dtype, shape, isReference: true) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [.scalar] }

    public func inferStaticValues(_ context: ShapeContext) -> [Int: StaticValue] {
        [0: .handle(TensorType(dtype, shape))]
    }

    public static let gradient = GradientRule<VarHandleOp>.stopsGradient(reason: "a variable has no inputs")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        // The output is the session's buffer: there is nothing to compute.
        Kernel { _ in }
    }
}
