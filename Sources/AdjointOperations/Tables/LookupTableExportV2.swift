public import AdjointCore

/// All keys of a table and their values, in the order they were added. TF: `LookupTableExportV2`, which has no order.
public struct LookupTableExportV2: OperationDefinition {
    public static let type = "LookupTableExportV2"
    public static let signature = OperationSignature(
        inputs: [.tensor("table_handle", .resource)],
        outputs: [.tensor("keys", "Tkeys"), .tensor("values", "Tvalues")])
    public static let attributes: [AttributeKey<LookupTableExportV2>] = [
        .type("Tkeys", \.keyType, required: true), .type("Tvalues", \.valueType, required: true),
    ]

    /// The element type of the keys.
    public var keyType = DType.string
    /// The element type of the values.
    public var valueType = DType.int64

    public init() {}

    public var traits: OperationTraits { .outsideRead }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [[nil], .unknown] }

    public static let gradient = GradientRule<LookupTableExportV2>.notDifferentiable(
        reason: "a table has no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (keyType, valueType) = (keyType, valueType)
        return Kernel { arguments in
            let table = try arguments.table(keyType, valueType)
            let entries = try table.all()
            arguments.setOutput(0, NDArray(entries.keys, as: keyType, dimensions: [entries.keys.count]))
            arguments.setOutput(
                1,
                NDArray(
                    entries.values.flatMap(\.self), as: valueType,
                    dimensions: [entries.keys.count] + table.valueDimensions))
        }
    }
}
