/// The element type of a tensor, numbered as TensorFlow's `DataType`.
///
/// Every type of TensorFlow 1 has a case, so that an imported graph keeps its attributes; ``isComputable`` tells
/// the ones that values can be made of here.
public enum DType: Int32, Sendable, Hashable, CaseIterable {
    case float32 = 1
    case float64 = 2
    case int32 = 3
    case uint8 = 4
    case int16 = 5
    case int8 = 6
    case string = 7
    case complex64 = 8
    case int64 = 9
    case bool = 10
    case qint8 = 11
    case quint8 = 12
    case qint32 = 13
    case bfloat16 = 14
    case qint16 = 15
    case quint16 = 16
    case uint16 = 17
    case complex128 = 18
    case float16 = 19
    case resource = 20
    case variant = 21
    case uint32 = 22
    case uint64 = 23

    /// Bytes that one element takes in memory; strings and handles are one reference each.
    public var byteCount: Int {
        switch self {
        case .uint8, .int8, .bool, .qint8, .quint8: 1
        case .int16, .uint16, .float16, .bfloat16, .qint16, .quint16: 2
        case .float32, .int32, .uint32, .qint32: 4
        case .float64, .int64, .uint64, .complex64: 8
        case .complex128: 16
        case .string, .resource, .variant: MemoryLayout<AnyObject>.size
        }
    }

    /// Whether host values of this type can be made and computed with.
    public var isComputable: Bool { DTypeSet.computable.contains(self) }

    /// Whether the type is a binary floating-point type.
    public var isFloatingPoint: Bool { DTypeSet.floatingPoint.contains(self) || self == .bfloat16 }

    /// Whether the type is a plain (not quantized) integer type.
    public var isInteger: Bool { DTypeSet.integer.contains(self) }

    /// Whether elements are references that must be released, rather than plain bytes.
    public var isManaged: Bool { self == .string || self == .resource || self == .variant }

    /// TensorFlow's spelling, as in `tf.float32.name`.
    public var name: String {
        switch self {
        case .float16: "half"
        default: "\(self)"
        }
    }
}

/// A set of element types: what an argument of an op accepts.
public struct DTypeSet: OptionSet, Sendable, Hashable {
    public let rawValue: UInt32

    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The set of the given types.
    public init(_ types: DType...) { self.init(rawValue: types.reduce(0) { $0 | (1 << UInt32($1.rawValue)) }) }

    /// Whether `type` is in the set.
    public func contains(_ type: DType) -> Bool { rawValue & (1 << UInt32(type.rawValue)) != 0 }

    /// The members, in TensorFlow's numbering.
    public var types: [DType] { DType.allCases.filter(contains) }

    /// float32, float64.
    public static let real = DTypeSet(.float32, .float64)
    /// float16, float32, float64.
    public static let floatingPoint = DTypeSet(.float16, .float32, .float64)
    /// Signed and unsigned integers of 8 to 64 bits.
    public static let integer = DTypeSet(.uint8, .int8, .uint16, .int16, .int32, .int64, .uint32, .uint64)
    /// int32, int64: what shapes, axes and indices are made of.
    public static let index = DTypeSet(.int32, .int64)
    /// All that arithmetic is defined on.
    public static let numeric: DTypeSet = [floatingPoint, integer]
    /// Integers of 8 to 32 bits that stand for numbers of a range.
    public static let quantized = DTypeSet(.qint8, .quint8, .qint16, .quint16, .qint32)
    /// All that host values are made of, strings included.
    public static let computable: DTypeSet = [numeric, quantized, DTypeSet(.bool, .string, .resource)]
    /// Any type at all.
    public static let all = DTypeSet(rawValue: .max)
}
