public import AdjointCore

/// The number of keys of a table. TF: `LookupTableSizeV2`.
public struct LookupTableSizeV2: OperationDefinition {
    public static let type = "LookupTableSizeV2"
    public static let signature = OperationSignature(
        inputs: [.tensor("table_handle", .resource)], outputs: [.tensor("size", .int64)])

    public init() {}

    public var traits: OperationTraits { .outsideEffect }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [.scalar] }

    public static let gradient = GradientRule<LookupTableSizeV2>.stopsGradient(reason: "it is an integer")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        Kernel { arguments in
            arguments.output(0, as: Int64.self).pointee = Int64(try arguments.table().count())
        }
    }
}
