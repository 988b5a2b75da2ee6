public import AdjointCore

/// How long strings are. TF: `StringLength`.
public struct StringLength: OperationDefinition {
    public static let type = "StringLength"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", .string)], outputs: [.tensor("output", .int32)])
    public static let attributes: [AttributeKey<StringLength>] = [.stringUnit(\.unit)]

    /// What is counted.
    public var unit = StringUnit.byte

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.shape(0)] }

    public static let gradient = GradientRule<StringLength>.stopsGradient(reason: "it is an integer")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (count, unit) = (context.outputs[0].count, unit)
        return Kernel { arguments in
            let (input, output) = (arguments.input(0, as: TensorString.self), arguments.output(0, as: Int32.self))
            for index in 0..<count { output[index] = Int32(clamping: unit.starts(input[index].bytes).count) }
        }
    }
}

/// What strings are measured in. TF: the attribute `unit`.
public enum StringUnit: String, Sendable, Hashable {
    case byte = "BYTE"
    case character = "UTF8_CHAR"

    /// Where each unit begins.
    func starts(_ bytes: [UInt8]) -> [Int] {
        self == .byte ? Array(bytes.indices) : bytes.indices.filter { bytes[$0] & 0xc0 != 0x80 }
    }
}

extension AttributeKey {
    /// The attribute `unit`.
    static func stringUnit(_ path: Path<StringUnit>) -> Self {
        Self("unit") { value, definition in
            guard case .string(let text) = value, let unit = StringUnit(rawValue: text.description) else {
                return false
            }
            definition[keyPath: path] = unit
            return true
        } encode: {
            .string($0[keyPath: path].rawValue)
        }
    }
}
