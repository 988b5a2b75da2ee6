public import AdjointCore

/// The fields of lines of comma-separated values, one tensor for each column. TF: `DecodeCSV`, behind `tf.decode_csv`.
///
/// records: strings of any shape; record_defaults: for each column what an empty field stands for, without elements where
/// it must not be empty. Results: the records' shape. float32, float64, int32, int64, string. Source: RFC 4180, with
/// every line a string of its own.
public struct DecodeCSV: OperationDefinition {
    public static let type = "DecodeCSV"
    public static let signature = OperationSignature(
        inputs: [.tensor("records", .string), .list("record_defaults", types: "OUT_TYPE")],
        outputs: [.list("output", types: "OUT_TYPE")])
    public static let attributes: [AttributeKey<DecodeCSV>] = [
        .string("field_delim", \.delimiter), .bool("use_quote_delim", \.usesQuotes),
        .string("na_value", \.missingValue),
        .ints("select_cols", \.selectedColumns),
    ]

    /// What stands between fields: one character.
    public var delimiter = ","
    /// Whether fields in quotation marks may hold delimiters.
    public var usesQuotes = true
    /// What a field may hold instead of nothing.
    public var missingValue = ""
    /// The columns that are read, ascending; all if empty.
    public var selectedColumns: [Int] = []

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard delimiter.utf8.count == 1 else {
            throw OperationError("field_delim must be one character, not '\(delimiter)'")
        }
        let columns = context.inputs.count - 1
        guard selectedColumns.isEmpty || selectedColumns.count == columns else {
            throw OperationError("\(selectedColumns.count) columns are selected, but \(columns) have defaults")
        }
        guard selectedColumns.first ?? 0 >= 0, zip(selectedColumns, selectedColumns.dropFirst()).allSatisfy(<) else {
            throw OperationError("select_cols must ascend from 0 or more: \(selectedColumns)")
        }
        for index in 1..<context.inputs.count {
            let shape = context.shape(index)
            guard shape.rank ?? 0 <= 1, shape.elementCount ?? 0 <= 1 else {
                throw OperationError("default \(index - 1) must have one element or none, not the shape \(shape)")
            }
        }
        return Array(repeating: context.shape(0), count: columns)
    }

    public static let gradient = GradientRule<DecodeCSV>.notDifferentiable(reason: "strings have no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (definition, inputs) = (self, context.inputs)
        let columns: [any CSVColumn] = try (1..<inputs.count).map { index in
            guard inputs[index].count <= 1 else { throw OperationError("default \(index - 1) has several elements") }
            let isRequired = inputs[index].count == 0
            switch inputs[index].dtype {
            case .float32: return NumberColumn<Float>(isRequired: isRequired)
            case .float64: return NumberColumn<Double>(isRequired: isRequired)
            case .int32: return NumberColumn<Int32>(isRequired: isRequired)
            case .int64: return NumberColumn<Int64>(isRequired: isRequired)
            case .string: return TextColumn(isRequired: isRequired)
            case let dtype: throw OperationError.noKernel(for: dtype)
            }
        }
        let missing = Array(missingValue.utf8)
        return Kernel { arguments in
            let records = arguments.input(0, as: TensorString.self)
            for record in 0..<inputs[0].count {
                let fields = try definition.fields(of: records[record].bytes, record: record)
                guard fields.count == columns.count else {
                    throw OperationError("record \(record) has \(fields.count) fields, not \(columns.count)")
                }
                for (index, field) in fields.enumerated() {
                    let isMissing = field.isEmpty || field == missing
                    if isMissing, columns[index].isRequired {
                        throw OperationError("field \(index) is required but missing in record \(record)")
                    }
                    let isRead = columns[index].write(
                        isMissing ? nil : field, default: arguments.rawInput(index + 1),
                        to: arguments.rawOutput(index), at: record)
                    guard isRead else {
                        throw OperationError(
                            "field \(index) in record \(record) is no \(inputs[index + 1].dtype.name): '\(TensorString(bytes: field))'"
                        )
                    }
                }
            }
        }
    }

    /// The selected fields of one line.
    private func fields(of line: [UInt8], record: Int) throws -> [[UInt8]] {
        let (delimiter, quote) = (delimiter.utf8.first!, UInt8(ascii: "\""))
        func isLineEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }
        var fields: [[UInt8]] = []
        var (index, column) = (0, 0)
        var isSelected: Bool { selectedColumns.isEmpty || selectedColumns[fields.count] == column }
        while index < line.count {
            if isLineEnd(line[index]) {
                index += 1
                continue
            }
            var field: [UInt8] = []
            if usesQuotes, line[index] == quote {
                index += 1
                while index < line.count - 1, line[index] != quote || line[index + 1] != delimiter {
                    if line[index] == quote {
                        guard line[index + 1] == quote else {
                            throw OperationError("a quotation mark within a field of record \(record) must be doubled")
                        }
                        index += 1
                    }
                    field.append(line[index])
                    index += 1
                }
                guard index < line.count, line[index] == quote,
                    index == line.count - 1 || line[index + 1] == delimiter
                else {
                    throw OperationError(
                        "a field in quotation marks of record \(record) must end with one before a delimiter or the end"
                    )
                }
                index += 2
            } else {
                while index < line.count, line[index] != delimiter {
                    guard !isLineEnd(line[index]), !usesQuotes || line[index] != quote else {
                        throw OperationError(
                            "a field without quotation marks of record \(record) holds one, or the end of a line")
                    }
                    field.append(line[index])
                    index += 1
                }
                index += 1
            }
            if isSelected {
                fields.append(field)
                if fields.count == selectedColumns.count { return fields }
            }
            column += 1
        }
        // Behind a delimiter at the very end stands an empty field.
        if line.last == delimiter, isSelected { fields.append([]) }
        return fields
    }
}

/// A column of one element type.
private protocol CSVColumn: Sendable {
    /// Whether there is no default for an empty field.
    var isRequired: Bool { get }
    /// Writes a field, or the default in the place of one; false if it is not of the column's type.
    func write(
        _ field: [UInt8]?, default value: UnsafeRawPointer, to target: UnsafeMutableRawPointer, at index: Int
    ) -> Bool
}

private struct NumberColumn<Number: LosslessStringConvertible & TensorScalar>: CSVColumn {
    let isRequired: Bool

    func write(
        _ field: [UInt8]?, default value: UnsafeRawPointer, to target: UnsafeMutableRawPointer, at index: Int
    ) -> Bool {
        let number = field.map { Number(tensorText: $0) } ?? value.assumingMemoryBound(to: Number.self).pointee
        guard let number else { return false }
        target.assumingMemoryBound(to: Number.self)[index] = number
        return true
    }
}

private struct TextColumn: CSVColumn {
    let isRequired: Bool

    func write(
        _ field: [UInt8]?, default value: UnsafeRawPointer, to target: UnsafeMutableRawPointer, at index: Int
    ) -> Bool {
        target.assumingMemoryBound(to: TensorString.self)[index] =
            field.map { TensorString(bytes: $0) } ?? value.assumingMemoryBound(to: TensorString.self).pointee
        return true
    }
}

extension LosslessStringConvertible {
    /// The number that a text stands for, spaces around it left aside.
    init?(tensorText bytes: [UInt8]) { self.init(String(decoding: trimmed(bytes), as: UTF8.self)) }
}
