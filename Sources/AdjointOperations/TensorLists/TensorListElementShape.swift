public import AdjointCore

/// The shape of a list's elements: -1 for unknown dimensions, a scalar -1 if nothing is known.
/// TF: `TensorListElementShape`.
public struct TensorListElementShape: OperationDefinition {
    public static let type = "TensorListElementShape"
    public static let signature = OperationSignature(
        inputs: [.tensor("input_handle", .variant)], outputs: [.tensor("element_shape", "shape_type", in: .index)])
    public static let attributes: [AttributeKey<TensorListElementShape>] = [
        .type("shape_type", \.shapeType, required: true)
    ]

    /// The element type of the shape.
    public var shapeType = DType.int32

    public init() {}

    /// The op for a shape of that type.
    public init(_ shapeType: DType) { self.shapeType = shapeType }

    public var traits: OperationTraits { .dataDependent }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [.unknown] }

    public static let gradient = GradientRule<TensorListElementShape>.stopsGradient(
        reason: "a shape does not depend on the elements")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let shapeType = shapeType
        return Kernel { arguments in
            let sizes = try arguments.list().elementShape.partialDimensions?.map { $0 ?? -1 }
            let dimensions = sizes.map { [$0.count] } ?? []
            let values = sizes ?? [-1]
            arguments.setOutput(
                0,
                shapeType == .int64
                    ? NDArray(values.map(Int64.init)).reshaped(to: dimensions)
                    : NDArray(values.map { Int32(clamping: $0) }).reshaped(to: dimensions))
        }
    }
}
