/// A Swift type that tensor elements can be read and written as.
///
/// Conformances are for the library's own element types; `Int` stands for `int64` so that integer literals work.
public protocol TensorScalar: Sendable, Hashable {
    /// The element type that values of this Swift type have.
    static var dtype: DType { get }

    /// The value as a double, for conversion to a tensor's own element type.
    var doubleValue: Double { get }

    /// The integer this stands for where it has one, so that 64-bit integers convert without loss.
    var integerValue: Int64? { get }
}

extension TensorScalar where Self: BinaryInteger {
    public var doubleValue: Double { Double(self) }
    public var integerValue: Int64? { Int64(truncatingIfNeeded: self) }
}

extension TensorScalar where Self: BinaryFloatingPoint {
    public var doubleValue: Double { Double(self) }
    public var integerValue: Int64? { nil }
}

extension Float: TensorScalar { public static var dtype: DType { .float32 } }
extension Double: TensorScalar { public static var dtype: DType { .float64 } }
extension Int: TensorScalar { public static var dtype: DType { .int64 } }
extension Int8: TensorScalar { public static var dtype: DType { .int8 } }
extension Int16: TensorScalar { public static var dtype: DType { .int16 } }
extension Int32: TensorScalar { public static var dtype: DType { .int32 } }
extension Int64: TensorScalar { public static var dtype: DType { .int64 } }
extension UInt8: TensorScalar { public static var dtype: DType { .uint8 } }
extension UInt16: TensorScalar { public static var dtype: DType { .uint16 } }
extension UInt32: TensorScalar { public static var dtype: DType { .uint32 } }
extension UInt64: TensorScalar { public static var dtype: DType { .uint64 } }

extension Bool: TensorScalar {
    public static var dtype: DType { .bool }
    public var doubleValue: Double { self ? 1 : 0 }
    public var integerValue: Int64? { self ? 1 : 0 }
}

#if !(os(macOS) && arch(x86_64))
    extension Float16: TensorScalar { public static var dtype: DType { .float16 } }
#endif

/// An element of a string tensor: bytes, as in TensorFlow, not necessarily UTF-8.
public struct TensorString: Sendable, Hashable, Comparable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The bytes.
    public var bytes: [UInt8]

    /// An element with the given bytes.
    public init(bytes: [UInt8] = []) { self.bytes = bytes }

    /// An element with the UTF-8 of `string`.
    public init(_ string: String) { bytes = Array(string.utf8) }

    public init(stringLiteral value: String) { self.init(value) }

    /// Whether the first byte that differs is the smaller one, or missing.
    public static func < (left: TensorString, right: TensorString) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }

    /// The bytes read as UTF-8, ill-formed parts repaired.
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}
