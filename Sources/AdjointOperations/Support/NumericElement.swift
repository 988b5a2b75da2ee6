import AdjointCore
import AdjointKernels

/// A real element type that kernels written once for all of them compute with.
protocol RealElement: TensorScalar, GemmScalar {}

extension Float: RealElement {}
extension Double: RealElement {}

/// A numeric element type with the arithmetic that kernels written once for all of them need; integers wrap.
protocol NumericElement: SummableElement, TensorScalar, Comparable {
    static func product(_ left: Self, _ right: Self) -> Self
    /// The value as a quotient's dividend or divisor: integers truncate.
    static func quotient(_ left: Self, _ right: Self) -> Self
    static var zeroElement: Self { get }
    static var oneElement: Self { get }
    /// The least value, which every other is at least: -∞ where the type has it.
    static var least: Self { get }
    /// The greatest value.
    static var greatest: Self { get }
    /// The least finite value.
    static var leastFinite: Self { get }
    init(converting value: Double)
}

extension NumericElement where Self: FixedWidthInteger {
    static func product(_ left: Self, _ right: Self) -> Self { left &* right }
    static func quotient(_ left: Self, _ right: Self) -> Self {
        right == 0 ? 0 : left.dividedReportingOverflow(by: right).partialValue
    }
    static var zeroElement: Self { 0 }
    static var oneElement: Self { 1 }
    static var least: Self { min }
    static var greatest: Self { max }
    static var leastFinite: Self { min }
    init(converting value: Double) { self = Self(exactly: value.rounded(.towardZero)) ?? 0 }
}

extension NumericElement where Self: BinaryFloatingPoint {
    static func product(_ left: Self, _ right: Self) -> Self { left * right }
    static func quotient(_ left: Self, _ right: Self) -> Self { left / right }
    static var zeroElement: Self { 0 }
    static var oneElement: Self { 1 }
    static var least: Self { -infinity }
    static var greatest: Self { infinity }
    static var leastFinite: Self { -greatestFiniteMagnitude }
    init(converting value: Double) { self = Self(value) }
}

extension Float: NumericElement {}
extension Double: NumericElement {}
extension Int8: NumericElement {}
extension Int16: NumericElement {}
extension Int32: NumericElement {}
extension Int64: NumericElement {}
extension UInt8: NumericElement {}
extension UInt16: NumericElement {}
extension UInt32: NumericElement {}
extension UInt64: NumericElement {}

extension DType {
    /// The Swift type of real elements.
    ///
    /// What a kernel does with it is looked up at every use, some hundred times as slow as code for one type. A kernel that goes
    /// through many elements names the types itself.
    /// - Throws: ``OperationError`` for other types.
    func requireReal() throws -> any RealElement.Type {
        switch self {
        case .float32: return Float.self
        case .float64: return Double.self
        default: throw OperationError.noKernel(for: self)
        }
    }

    /// The Swift type of numbers; see ``requireReal()``.
    ///
    /// - Throws: ``OperationError`` for other types.
    func requireNumeric() throws -> any NumericElement.Type {
        switch self {
        case .float32: return Float.self
        case .float64: return Double.self
        case .int8: return Int8.self
        case .int16: return Int16.self
        case .int32: return Int32.self
        case .int64: return Int64.self
        case .uint8: return UInt8.self
        case .uint16: return UInt16.self
        case .uint32: return UInt32.self
        case .uint64: return UInt64.self
        default: throw OperationError.noKernel(for: self)
        }
    }
}
