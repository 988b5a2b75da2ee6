import AdjointCore

/// For each value, where it would be inserted in its row of ascending numbers. Inputs: the rows, the values of each row.
protocol SortedBoundOperation: OperationDefinition {
    /// Whether equal numbers are left behind the place rather than before it.
    static var isUpper: Bool { get }
    /// The type of the places.
    var outputType: DType { get set }
}

extension OperationSignature {
    static let sortedBound = OperationSignature(
        inputs: [.tensor("sorted_inputs", in: .numeric), .tensor("values", in: .numeric)],
        outputs: [.tensor("output", "out_type", in: .index)])
}

extension SortedBoundOperation {
    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let rows = try context.shape(0, rank: 2, role: "sorted_inputs")
        let values = try context.shape(1, rank: 2, role: "values")
        guard Shape([rows[0]]).isCompatible(with: Shape([values[0]])) else {
            throw OperationError("there are rows \(rows), but values \(values)")
        }
        return [values]
    }

    public static var gradient: GradientRule<Self> { .stopsGradient(reason: "the result is an integer") }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (rows, values) = (context.inputs[0].dimensions, context.inputs[1].dimensions)
        guard rows[0] == values[0] else { throw OperationError("\(rows[0]) rows for values of \(values[0])") }
        let (width, count, isNarrow) = (rows[1], values[1], outputType == .int32)
        func kernel<Element: NumericElement>(_: Element.Type) -> Kernel {
            Kernel { arguments in
                let (sorted, wanted) = (arguments.input(0, as: Element.self), arguments.input(1, as: Element.self))
                for index in 0..<rows[0] * count {
                    let row = sorted + index / count * width
                    var (low, high) = (0, width)
                    while low < high {
                        let middle = (low + high) / 2
                        let isBefore = Self.isUpper ? !(wanted[index] < row[middle]) : row[middle] < wanted[index]
                        if isBefore { low = middle + 1 } else { high = middle }
                    }
                    if isNarrow {
                        arguments.output(0, as: Int32.self)[index] = Int32(low)
                    } else {
                        arguments.output(0, as: Int64.self)[index] = Int64(low)
                    }
                }
            }
        }
        switch context.inputs[0].dtype {
        case .float32: return kernel(Float.self)
        case .float64: return kernel(Double.self)
        case .int32: return kernel(Int32.self)
        case .int64: return kernel(Int64.self)
        case let dtype: return try kernel(dtype.requireNumeric())
        }
    }
}
