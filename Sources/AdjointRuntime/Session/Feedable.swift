public import AdjointCore

/// A fed value on its way into a run.
public enum FeedValue: Sendable {
    /// An array.
    case array(NDArray)
    /// One element, its bits in the low bytes: it travels without an allocation.
    case scalar(bits: UInt64, DType)

    var dtype: DType {
        switch self {
        case .array(let array): array.dtype
        case .scalar(_, let dtype): dtype
        }
    }

    var dimensions: [Int] {
        switch self {
        case .array(let array): array.dimensions
        case .scalar: []
        }
    }
}

extension FeedValue {
    /// The value of a single bool, `nil` for everything else.
    var condition: Bool? {
        switch self {
        case .scalar(let bits, .bool): bits != 0
        case .array(let array) where array.dtype == .bool && array.dimensions.isEmpty:
            array.withUnsafeBytes { $0[0] != 0 }
        default: nil
        }
    }
}

/// A Swift value that a tensor can be fed with.
public protocol Feedable: Sendable {
    /// The value for a tensor of element type `dtype`.
    ///
    /// Scalars and arrays of Swift numbers are converted to the tensor's type, as Python's are in TensorFlow; an
    /// ``NDArray`` has a type of its own and is handed over as it is.
    func feedValue(as dtype: DType) -> FeedValue
}

extension NDArray: Feedable {
    public func feedValue(as dtype: DType) -> FeedValue { .array(self) }
}

extension FeedValue: Feedable {
    public func feedValue(as dtype: DType) -> FeedValue { self }
}

extension TensorScalar {
    fileprivate func inlineFeed(as dtype: DType) -> FeedValue {
        switch dtype {
        case .float32: .scalar(bits: UInt64(Float(doubleValue).bitPattern), dtype)
        case .float64: .scalar(bits: doubleValue.bitPattern, dtype)
        case .bool: .scalar(bits: doubleValue != 0 ? 1 : 0, dtype)
        case .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64:
            if let integer = integerValue {
                .scalar(bits: UInt64(bitPattern: integer), dtype)
            } else {
                .array(NDArray(self))
            }
        default: DTypeSet.numeric.contains(dtype) ? .array(NDArray(self, dtype: dtype)) : .array(NDArray(self))
        }
    }
}

extension Float: Feedable { public func feedValue(as dtype: DType) -> FeedValue { inlineFeed(as: dtype) } }
extension Double: Feedable { public func feedValue(as dtype: DType) -> FeedValue { inlineFeed(as: dtype) } }
extension Int: Feedable { public func feedValue(as dtype: DType) -> FeedValue { inlineFeed(as: dtype) } }
extension Int32: Feedable { public func feedValue(as dtype: DType) -> FeedValue { inlineFeed(as: dtype) } }
extension Int64: Feedable { public func feedValue(as dtype: DType) -> FeedValue { inlineFeed(as: dtype) } }
extension UInt8: Feedable { public func feedValue(as dtype: DType) -> FeedValue { inlineFeed(as: dtype) } }
extension Bool: Feedable {
    public func feedValue(as dtype: DType) -> FeedValue {
        dtype == .bool ? .scalar(bits: self ? 1 : 0, .bool) : .array(NDArray(self))
    }
}

extension String: Feedable {
    public func feedValue(as dtype: DType) -> FeedValue {
        .array(NDArray(strings: [TensorString(self)], dimensions: []))
    }
}

extension Array: Feedable where Element: TensorScalar {
    public func feedValue(as dtype: DType) -> FeedValue {
        let array = NDArray(self)
        guard dtype != array.dtype, DTypeSet.numeric.contains(dtype) else { return .array(array) }
        // An array literal of integers or doubles fed to another numeric type: convert each element.
        if dtype.isFloatingPoint || array.dtype.isInteger {
            let scalars = map { NDArray($0, dtype: dtype) }
            return .array(
                NDArray(dtype: dtype, dimensions: [count]) { bytes in
                    for (index, scalar) in scalars.enumerated() {
                        scalar.withUnsafeBytes {
                            (bytes.baseAddress! + index * dtype.byteCount).copyMemory(
                                from: $0.baseAddress!, byteCount: dtype.byteCount)
                        }
                    }
                })
        }
        return .array(array)
    }
}

/// Fed tensors and their values: written as a dictionary, `[x: images, training: true, rate: 0.5]`.
public struct Feeds: Sendable, ExpressibleByDictionaryLiteral {
    /// The fed tensors and their values, in the order they were given.
    public private(set) var entries: [(tensor: Tensor, value: any Feedable)]

    /// No feeds.
    public init() { entries = [] }

    public init(dictionaryLiteral elements: (Tensor, any Feedable)...) { entries = elements.map { ($0, $1) } }

    /// Adds or replaces the value of a tensor.
    public subscript(tensor: Tensor) -> (any Feedable)? {
        get { entries.first { $0.tensor == tensor }?.value }
        set {
            entries.removeAll { $0.tensor == tensor }
            if let newValue { entries.append((tensor, newValue)) }
        }
    }
}
