/// A tensor's element type as TensorFlow's files number it (`DataType` in types.proto).
///
/// A reference type, that of a variable's buffer, is 100 more than the type it refers to.
public struct DataType: ProtobufEnumeration, Hashable, Sendable {
    /// TensorFlow's number.
    public var rawValue: Int32

    /// The type with TensorFlow's number `rawValue`, known or not.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// No type.
    public static let invalid = DataType(rawValue: 0)
    /// 32-bit floating point.
    public static let float32 = DataType(rawValue: 1)
    /// 64-bit floating point.
    public static let float64 = DataType(rawValue: 2)
    /// 32-bit signed integers.
    public static let int32 = DataType(rawValue: 3)
    /// 8-bit unsigned integers.
    public static let uint8 = DataType(rawValue: 4)
    /// 16-bit signed integers.
    public static let int16 = DataType(rawValue: 5)
    /// 8-bit signed integers.
    public static let int8 = DataType(rawValue: 6)
    /// Byte strings.
    public static let string = DataType(rawValue: 7)
    /// Two 32-bit floating-point numbers.
    public static let complex64 = DataType(rawValue: 8)
    /// 64-bit signed integers.
    public static let int64 = DataType(rawValue: 9)
    /// Truth values, a byte each.
    public static let bool = DataType(rawValue: 10)
    /// The upper half of a 32-bit floating-point number.
    public static let bfloat16 = DataType(rawValue: 14)
    /// 16-bit unsigned integers.
    public static let uint16 = DataType(rawValue: 17)
    /// Two 64-bit floating-point numbers.
    public static let complex128 = DataType(rawValue: 18)
    /// 16-bit floating point.
    public static let float16 = DataType(rawValue: 19)
    /// Handles of resources.
    public static let resource = DataType(rawValue: 20)
    /// Values of any kind.
    public static let variant = DataType(rawValue: 21)
    /// 32-bit unsigned integers.
    public static let uint32 = DataType(rawValue: 22)
    /// 64-bit unsigned integers.
    public static let uint64 = DataType(rawValue: 23)

    /// Whether it is a reference type.
    public var isReference: Bool { rawValue > 100 }

    /// The type without the reference.
    public var withoutReference: DataType { isReference ? DataType(rawValue: rawValue - 100) : self }

    /// The size of one element in bytes; nil where it is not the same for all, or not known.
    public var size: Int? { Self.sizes[rawValue] }

    public static let names: [Int32: String] = {
        let names: [Int32: String] = [
            0: "INVALID", 1: "FLOAT", 2: "DOUBLE", 3: "INT32", 4: "UINT8", 5: "INT16", 6: "INT8", 7: "STRING",
            8: "COMPLEX64", 9: "INT64", 10: "BOOL", 11: "QINT8", 12: "QUINT8", 13: "QINT32", 14: "BFLOAT16",
            15: "QINT16", 16: "QUINT16", 17: "UINT16", 18: "COMPLEX128", 19: "HALF", 20: "RESOURCE", 21: "VARIANT",
            22: "UINT32", 23: "UINT64", 24: "FLOAT8_E5M2", 25: "FLOAT8_E4M3FN",
        ]
        var all = names.mapValues { "DT_\($0)" }
        for (number, name) in names where number > 0 { all[number + 100] = "DT_\(name)_REF" }
        return all
    }()

    private static let sizes: [Int32: Int] = [
        1: 4, 2: 8, 3: 4, 4: 1, 5: 2, 6: 1, 8: 8, 9: 8, 10: 1, 11: 1, 12: 1, 13: 4, 14: 2, 15: 2, 16: 2, 17: 2, 18: 16,
        19: 2, 22: 4, 23: 8, 24: 1, 25: 1,
    ]
}
