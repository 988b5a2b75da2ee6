import AdjointCore

/// An op that changes a table. Inputs: the handle, keys, and values unless it takes entries away.
protocol TableWritingOperation: OperationDefinition {
    /// Changes the table.
    static func write(_ table: LookupTable, _ keys: [TableElement], _ values: [[TableElement]]) throws
}

extension TableWritingOperation {
    public var traits: OperationTraits { .outsideEffect }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [] }

    public static var gradient: GradientRule<Self> { .stopsGradient(reason: "it has no outputs") }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let inputs = context.inputs
        return Kernel { arguments in
            let hasValues = inputs.count > 2
            let table = try arguments.table(inputs[1].dtype, hasValues ? inputs[2].dtype : nil)
            let keys = arguments.elements(1, inputs[1])
            let values = hasValues ? try arguments.values(2, inputs[2], of: table, count: keys.count) : []
            try Self.write(table, keys, values)
        }
    }
}

extension LookupTable {
    /// - Throws: ``OperationError`` for a table whose entries are set once.
    func checkMutable() throws {
        guard isMutable else { throw OperationError("the entries of this table are set once; it takes no others") }
    }
}
