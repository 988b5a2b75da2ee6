public import AdjointCore

/// Every combination of the values that a row has in several columns, as a string or as a number below a limit.
/// TF: `SparseCross`, which `tf.feature_column.crossed_column` makes.
///
/// A column is a sparse tensor `[rows, any]` or a dense one `[rows, any]`, of strings or, for numbers, int64; the sparse
/// ones come first. A row with nothing in some column has no combination. O(combinations).
public struct SparseCross: OperationDefinition {
    public static let type = "SparseCross"
    public static let signature = OperationSignature(
        inputs: [
            .list("indices", .int64), .list("values", types: "sparse_types"), .list("shapes", .int64),
            .list("dense_inputs", types: "dense_types"),
        ],
        outputs: [
            .tensor("output_indices", .int64), .tensor("output_values", "out_type"), .tensor("output_shape", .int64),
        ])
    public static let attributes: [AttributeKey<SparseCross>] = [
        .bool("hashed_output", \.isHashed), .int("num_buckets", \.bucketCount), .int("hash_key", \.hashKey),
        .type("out_type", \.outputType, required: true), .type("internal_type", \.internalType, required: true),
        .int("N", \.sparseCount),
    ]

    /// Whether combinations are numbers rather than strings.
    public var isHashed = false
    /// The limit of these numbers; 0 for the largest there is.
    public var bucketCount = 0
    /// What the hash begins with.
    public var hashKey = 0
    /// The element type of the combinations: int64 where they are numbers, else strings.
    public var outputType = DType.int64
    /// What TensorFlow computes with; it decides nothing here.
    public var internalType = DType.int64
    /// How many columns are sparse.
    public var sparseCount = 0

    public init() {}

    public var traits: OperationTraits {
        var traits = OperationTraits.pure
        traits.hasDataDependentShapes = true
        return traits
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard outputType == (isHashed ? .int64 : .string) else {
            throw OperationError("out_type must be \(isHashed ? "int64" : "string"), not \(outputType.name)")
        }
        guard bucketCount >= 0 else { throw OperationError("num_buckets must not be negative: \(bucketCount)") }
        guard context.inputs.count > 0 else { throw OperationError("there must be a column") }
        let values = context.inputs.indices.filter { $0 / max(sparseCount, 1) == 1 || $0 >= 3 * sparseCount }
        for index in values {
            let dtype = context.inputs[index].dtype
            guard dtype == .string || dtype == .int64 && isHashed else {
                throw OperationError(
                    "columns \(isHashed ? "are of strings or int64" : "that make strings are of strings"), not "
                        + dtype.name)
            }
        }
        for column in 0..<sparseCount {
            _ = try context.shape(column, rank: 2, role: "indices")
            _ = try context.shape(sparseCount + column, rank: 1, role: "values")
            _ = try context.shape(2 * sparseCount + column, rank: 1, role: "shapes")
        }
        for column in context.inputs.indices.dropFirst(3 * sparseCount) {
            _ = try context.shape(column, rank: 2, role: "dense_inputs")
        }
        return [[nil, 2], [nil], [2]]
    }

    public static let gradient = GradientRule<SparseCross>.notDifferentiable(reason: "TensorFlow defines none")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (operands, definition) = (context.inputs, self)
        return Kernel { arguments in
            let columns = try definition.columns(arguments, operands)
            let rowCount = columns[0].rowCount
            guard columns.allSatisfy({ $0.rowCount == rowCount }) else {
                throw OperationError("the columns have \(columns.map(\.rowCount)) rows")
            }
            var (indices, strings, numbers, width): ([Int64], [TensorString], [Int64], Int) = ([], [], [], 0)
            for row in columns[0].rows.keys.sorted() {
                let features = columns.map { $0.rows[row] ?? [] }
                let count = try checkedCount(features.map(\.count))
                guard count > 0 else { continue }
                width = max(width, count)
                // The last column's values alternate fastest.
                var choice = [Int](repeating: 0, count: features.count)
                for number in 0..<count {
                    indices += [Int64(row), Int64(number)]
                    let chosen = zip(features, choice).map { $0[$1] }
                    if definition.isHashed {
                        numbers.append(definition.hash(chosen))
                    } else {
                        strings.append(
                            TensorString(bytes: Array(chosen.map(\.bytes).joined(separator: Self.separator))))
                    }
                    for column in choice.indices.reversed() {
                        choice[column] += 1
                        if choice[column] < features[column].count { break }
                        choice[column] = 0
                    }
                }
            }
            arguments.setOutput(0, NDArray(indices, dimensions: [indices.count / 2, 2]))
            arguments.setOutput(1, definition.isHashed ? NDArray(numbers) : NDArray(strings: strings))
            arguments.setOutput(2, NDArray([Int64(rowCount), Int64(width)]))
        }
    }

    private static let separator = Array("_X_".utf8)

    /// A value of a column.
    private enum Feature {
        case number(Int64)
        case text([UInt8])

        var bytes: [UInt8] {
            switch self {
            case .number(let value): Array(String(value).utf8)
            case .text(let bytes): bytes
            }
        }

        var fingerprint: UInt64 {
            switch self {
            case .number(let value): UInt64(bitPattern: value)
            case .text(let bytes): Fingerprint64.hash(bytes)
            }
        }
    }

    private func hash(_ features: [Feature]) -> Int64 {
        let hash = features.reduce(UInt64(bitPattern: Int64(hashKey))) {
            Fingerprint64.concatenated($0, $1.fingerprint)
        }
        return Int64(hash % (bucketCount > 0 ? UInt64(bucketCount) : UInt64(Int64.max)))
    }

    /// A column: its values by row, and how many rows it states.
    private struct Column {
        var rowCount: Int
        var rows: [Int: [Feature]] = [:]
    }

    private func columns(
        _ arguments: borrowing KernelArguments, _ operands: [BindingContext.Operand]
    ) throws -> [Column] {
        var columns: [Column] = []
        for position in 0..<sparseCount {
            let (places, shape) = (operands[position], 2 * sparseCount + position)
            let values = features(arguments, sparseCount + position, operands)
            guard places.dimensions == [values.count, 2], operands[shape].count == 2 else {
                throw OperationError("indices, values and shape of column \(position) do not fit")
            }
            var column = Column(rowCount: arguments.numbers(shape, count: 2)[0])
            let indices = arguments.input(position, as: Int64.self)
            for (index, value) in values.enumerated() {
                let row = Int(indices[2 * index])
                guard row >= 0, row < column.rowCount else {
                    throw OperationError("column \(position) has a value in row \(row) of \(column.rowCount)")
                }
                column.rows[row, default: []].append(value)
            }
            columns.append(column)
        }
        for input in operands.indices.dropFirst(3 * sparseCount) {
            let (rowCount, width) = (operands[input].dimensions[0], operands[input].dimensions[1])
            let values = features(arguments, input, operands)
            var column = Column(rowCount: rowCount)
            for row in 0..<rowCount { column.rows[row] = Array(values[row * width..<(row + 1) * width]) }
            columns.append(column)
        }
        return columns
    }

    private func features(
        _ arguments: borrowing KernelArguments, _ input: Int, _ operands: [BindingContext.Operand]
    ) -> [Feature] {
        let count = operands[input].count
        if operands[input].dtype == .string {
            let values = arguments.input(input, as: TensorString.self)
            return (0..<count).map { .text(values[$0].bytes) }
        }
        let values = arguments.input(input, as: Int64.self)
        return (0..<count).map { .number(values[$0]) }
    }
}
