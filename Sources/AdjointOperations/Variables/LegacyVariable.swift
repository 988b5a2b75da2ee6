public import AdjointCore

/// A variable in graphs of TensorFlow before 0.12, which write an unknown shape as that of a scalar. TF: `Variable`.
public struct LegacyVariable: OperationDefinition {
    public static let type = "Variable"
    public static let signature = OperationSignature(
        inputs: [], outputs: [.tensor("ref", "dtype", isReference: true)])
    public static let attributes: [AttributeKey<LegacyVariable>] = [
        .shape("shape", \.shape), .type("dtype", \.dtype, required: true), .string("container", \.container),
        .string("shared_name", \.sharedName),
    ]

    var shape = Shape.unknown
    var dtype = DType.float32
    var container = ""
    var sharedName = ""

    public init() {}

    /// A variable of a shape; that of a scalar stands for any.
    public init(_ dtype: DType, shape: Shape) {
        self.dtype = dtype
        self.shape = shape
    }

    public var traits: OperationTraits { .variable }
    public var resourceName: ResourceName? { ResourceName(variable: sharedName, container: container) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [shape.rank == 0 ? .unknown : shape] }

    public static let gradient = GradientRule<LegacyVariable>.stopsGradient(reason: "a variable has no inputs")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { Kernel { _ in } }
}
