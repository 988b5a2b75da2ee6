/// A host value: element type, shape, and elements in row-major order, copied only when written while shared.
public struct NDArray: Sendable {
    /// The element type.
    public let dtype: DType
    /// The dimensions; empty for a scalar.
    public internal(set) var dimensions: [Int]
    /// The memory.
    public internal(set) var storage: NDArrayStorage

    /// The number of elements.
    public let count: Int

    /// An array over existing memory.
    ///
    /// - Precondition: the storage holds exactly the elements of the shape.
    public init(storage: NDArrayStorage, dtype: DType, dimensions: [Int]) {
        self.dtype = dtype
        self.dimensions = dimensions
        self.storage = storage
        self.count = dimensions.reduce(1, *)
        precondition(storage.byteCount == count * dtype.byteCount, "the storage does not fit the shape \(dimensions)")
    }

    /// An array of zeros (`false`, empty strings).
    public init(zeros dtype: DType, dimensions: [Int]) {
        self.init(
            storage: NDArrayStorage(dtype: dtype, count: dimensions.reduce(1, *)), dtype: dtype,
            dimensions: dimensions)
    }

    /// An array whose memory is filled by `initialize` before anyone sees it.
    ///
    /// The bytes start undefined unless the elements are managed.
    public init(
        dtype: DType, dimensions: [Int], initializingWith initialize: (UnsafeMutableRawBufferPointer) throws -> Void
    ) rethrows {
        let storage = NDArrayStorage(dtype: dtype, count: dimensions.reduce(1, *), zeroed: false)
        try initialize(UnsafeMutableRawBufferPointer(start: storage.baseAddress, count: storage.byteCount))
        self.init(storage: storage, dtype: dtype, dimensions: dimensions)
    }

    /// An array of the given elements in row-major order.
    ///
    /// - Precondition: there are as many scalars as the shape has elements.
    public init<Scalar: TensorScalar>(_ scalars: [Scalar], dimensions: [Int]) {
        precondition(
            scalars.count == dimensions.reduce(1, *), "\(scalars.count) scalars do not fill the shape \(dimensions)")
        self.init(dtype: Scalar.dtype, dimensions: dimensions) { bytes in
            scalars.withUnsafeBytes { bytes.copyMemory(from: $0) }
        }
    }

    /// A one-dimensional array.
    public init<Scalar: TensorScalar>(_ scalars: [Scalar]) { self.init(scalars, dimensions: [scalars.count]) }

    /// A scalar.
    public init<Scalar: TensorScalar>(_ scalar: Scalar) { self.init([scalar], dimensions: []) }

    /// A scalar of element type `dtype`, converted from `scalar` (rounded or truncated as a cast does).
    ///
    /// - Precondition: `dtype` is numeric or Bool.
    public init(_ scalar: some TensorScalar, dtype: DType) {
        self.init(repeating: scalar, dtype: dtype, dimensions: [])
    }

    /// An array with one value everywhere.
    ///
    /// - Precondition: `dtype` is numeric or Bool.
    public init(repeating scalar: some TensorScalar, dtype: DType, dimensions: [Int]) {
        func filled<Element: TensorScalar>(_ element: Element) -> NDArray {
            NDArray(dtype: dtype, dimensions: dimensions) { bytes in
                bytes.bindMemory(to: Element.self).initialize(repeating: element)
            }
        }
        func integer<Element: TensorScalar & FixedWidthInteger>(_: Element.Type) -> NDArray {
            filled(scalar.integerValue.map(Element.init(truncatingIfNeeded:)) ?? Element(clamping: scalar.doubleValue))
        }
        switch dtype {
        case .float32: self = filled(Float(scalar.doubleValue))
        case .float64: self = filled(scalar.doubleValue)
        case .int8: self = integer(Int8.self)
        case .int16: self = integer(Int16.self)
        case .int32: self = integer(Int32.self)
        case .int64: self = integer(Int64.self)
        case .uint8: self = integer(UInt8.self)
        case .uint16: self = integer(UInt16.self)
        case .uint32: self = integer(UInt32.self)
        case .uint64: self = integer(UInt64.self)
        case .bool: self = filled(scalar.doubleValue != 0)
        case .float16:
            #if !(os(macOS) && arch(x86_64))
                self = filled(Float16(scalar.doubleValue))
            #else
                preconditionFailure("float16 scalars are not available on this platform")
            #endif
        default: preconditionFailure("no scalar of type \(dtype.name)")
        }
    }

    /// A string array.
    public init(strings: [TensorString], dimensions: [Int]? = nil) {
        let dimensions = dimensions ?? [strings.count]
        precondition(strings.count == dimensions.reduce(1, *), "\(strings.count) strings do not fill \(dimensions)")
        let storage = NDArrayStorage(dtype: .string, count: strings.count)
        let elements = storage.baseAddress.assumingMemoryBound(to: TensorString.self)
        for (index, string) in strings.enumerated() { elements[index] = string }
        self.init(storage: storage, dtype: .string, dimensions: dimensions)
    }
}

extension FixedWidthInteger {
    /// The nearest value toward zero, saturating; NaN gives 0.
    init(clamping value: Double) {
        if value.isNaN {
            self = 0
        } else {
            self = Self(exactly: value.rounded(.towardZero)) ?? (value < 0 ? .min : .max)
        }
    }
}
