import AdjointCore

/// An op that takes strings of a vector apart, into a sparse matrix: indices, values, shape.
protocol StringSplitting: OperationDefinition {
    /// The parts of a string.
    func parts(of bytes: [UInt8], separator: [UInt8]) -> [ArraySlice<UInt8>]
}

extension StringSplitting {
    public var traits: OperationTraits { .dataDependent }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(0, rank: 1, role: "input")
        _ = try context.shape(1, rank: 0, role: "the separator")
        return [[nil, 2], [nil], [2]]
    }

    public static var gradient: GradientRule<Self> { .notDifferentiable(reason: "strings have no derivative") }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (count, definition) = (context.inputs[0].count, self)
        return Kernel { arguments in
            let strings = arguments.input(0, as: TensorString.self)
            let separator = arguments.input(1, as: TensorString.self).pointee.bytes
            var (indices, values, columns): ([Int64], [TensorString], Int) = ([], [], 0)
            for row in 0..<count {
                let parts = definition.parts(of: strings[row].bytes, separator: separator)
                columns = max(columns, parts.count)
                for (column, part) in parts.enumerated() {
                    indices += [Int64(row), Int64(column)]
                    values.append(TensorString(bytes: Array(part)))
                }
            }
            arguments.setOutput(0, NDArray(indices, dimensions: [values.count, 2]))
            arguments.setOutput(1, NDArray(strings: values, dimensions: [values.count]))
            arguments.setOutput(2, NDArray([Int64(count), Int64(columns)]))
        }
    }
}
