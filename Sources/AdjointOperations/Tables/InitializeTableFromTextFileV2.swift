public import AdjointCore
import AdjointFormats

/// Sets the entries of a table to those of a text file, one a line. TF: `InitializeTableFromTextFileV2`.
///
/// filename: a scalar string.
public struct InitializeTableFromTextFileV2: OperationDefinition {
    public static let type = "InitializeTableFromTextFileV2"
    public static let signature = OperationSignature(
        inputs: [.tensor("table_handle", .resource), .tensor("filename", .string)], outputs: [])
    public static let attributes: [AttributeKey<InitializeTableFromTextFileV2>] = [
        .int("key_index", \.keyIndex, required: true), .int("value_index", \.valueIndex, required: true),
        .int("vocab_size", \.count), .string("delimiter", \.delimiter), .int("offset", \.offset),
    ]

    /// The column of the keys: -1 is the line's number, -2 the whole line.
    public var keyIndex = -2
    /// The column of the values, likewise.
    public var valueIndex = -1
    /// How many lines are read; -1 for all.
    public var count = -1
    /// What stands between columns.
    public var delimiter = "\t"
    /// How many lines at the beginning are left out.
    public var offset = 0

    public init() {}

    public var traits: OperationTraits { .outsideEffect }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(1, rank: 0, role: "filename")
        return []
    }

    public static let gradient = GradientRule<InitializeTableFromTextFileV2>.stopsGradient(reason: "it has no outputs")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        guard keyIndex >= -2, valueIndex >= -2, Array(delimiter.utf8).count == 1, offset >= 0 else {
            throw OperationError("key_index, value_index, delimiter or offset is out of range")
        }
        let definition = self
        return Kernel { arguments in
            let (table, path) = (try arguments.table(), arguments.text(1))
            let bytes: Bytes
            do {
                bytes = try POSIXFileSystem.posix.read(path)
            } catch {
                throw OperationError("the vocabulary cannot be read: \(error)")
            }
            try definition.read(bytes, path, into: table)
        }
    }

    private func read(_ bytes: Bytes, _ path: String, into table: LookupTable) throws {
        var lines = Array(bytes).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty ?? false { lines.removeLast() }
        lines = Array(lines.dropFirst(offset))
        if count >= 0 {
            guard lines.count >= count else {
                throw OperationError("'\(path)' has \(lines.count) entries, where vocab_size is \(count)")
            }
            lines = Array(lines.prefix(count))
        }
        var (keys, values): ([TableElement], [[TableElement]]) = ([], [])
        for (number, line) in lines.enumerated() {
            let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            let columns = line.split(separator: Array(delimiter.utf8)[0], omittingEmptySubsequences: false)
            func element(_ index: Int, _ dtype: DType) throws -> TableElement {
                guard index != -1 else { return .bits(UInt64(number)) }
                guard index < columns.count else {
                    throw OperationError("line \(number + 1) of '\(path)' has no column \(index)")
                }
                let text = Array(index == -2 ? line : columns[index])
                guard let element = TableElement(text, as: dtype) else {
                    throw OperationError(
                        "line \(number + 1) of '\(path)' holds no \(dtype.name): '\(TensorString(bytes: text))'")
                }
                return element
            }
            keys.append(try element(keyIndex, table.keyType))
            values.append([try element(valueIndex, table.valueType)])
        }
        try table.initialize(keys, values)
    }
}

extension TableElement {
    /// An element from its text; `nil` if it is none of the type.
    fileprivate init?(_ text: [UInt8], as dtype: DType) {
        let string = String(decoding: text, as: UTF8.self)
        switch dtype {
        case .string: self = .text(text)
        case .int32:
            guard let number = Int32(string) else { return nil }
            self = .bits(UInt64(UInt32(bitPattern: number)))
        case .int64:
            guard let number = Int64(string) else { return nil }
            self = .bits(UInt64(bitPattern: number))
        case .float32:
            guard let number = Float(string) else { return nil }
            self = .bits(UInt64(number.bitPattern))
        case .float64:
            guard let number = Double(string) else { return nil }
            self = .bits(number.bitPattern)
        default: return nil
        }
    }
}
