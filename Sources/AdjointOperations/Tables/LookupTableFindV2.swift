public import AdjointCore

/// The values that a table has for keys. TF: `LookupTableFindV2`.
///
/// keys: any shape; default_value: what stands for keys that the table has not. Results: the keys' shape, then that of a
/// value.
public struct LookupTableFindV2: OperationDefinition {
    public static let type = "LookupTableFindV2"
    public static let signature = OperationSignature(
        inputs: [.tensor("table_handle", .resource), .tensor("keys", "Tin"), .tensor("default_value", "Tout")],
        outputs: [.tensor("values", "Tout")])

    public init() {}

    public var traits: OperationTraits { .outsideRead }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        // A value of one element may be that of a table of vectors, which has one default for all.
        [context.shape(2).rank == 0 ? context.shape(1) : .unknown]
    }

    public static let gradient = GradientRule<LookupTableFindV2>.notDifferentiable(
        reason: "a table has no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (keys, defaults) = (context.inputs[1], context.inputs[2])
        return Kernel { arguments in
            let table = try arguments.table(keys.dtype, defaults.dtype)
            guard defaults.count == 1 || defaults.dimensions == table.valueDimensions else {
                throw OperationError(
                    "the default \(Shape(defaults.dimensions)) is none for values \(Shape(table.valueDimensions))")
            }
            let given = arguments.elements(2, defaults)
            let absent = defaults.count == 1 ? Array(repeating: given[0], count: table.width) : given
            let found = try table.find(arguments.elements(1, keys))
            arguments.setOutput(
                0,
                NDArray(
                    found.flatMap { $0 ?? absent }, as: defaults.dtype,
                    dimensions: keys.dimensions + table.valueDimensions))
        }
    }
}

extension Tensor {
    /// The values that the table whose handle this is has for keys. TF: `table.lookup`.
    public func lookup(
        _ keys: Tensor, default value: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        graph.addTensor(
            LookupTableFindV2(), inputs: [self, keys, value], name: name ?? "lookup_table_find",
            site: CreationSite(file, line))
    }
}
