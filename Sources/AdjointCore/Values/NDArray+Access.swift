extension NDArray {
    /// The shape, fully known.
    public var shape: Shape { Shape(dimensions) }

    /// The number of dimensions.
    public var rank: Int { dimensions.count }

    /// The bytes of all elements.
    public var byteCount: Int { storage.byteCount }

    /// Calls `body` with the elements' bytes.
    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try withExtendedLifetime(storage) {
            try body(UnsafeRawBufferPointer(start: storage.baseAddress, count: storage.byteCount))
        }
    }

    /// Calls `body` with the elements' bytes for writing, after copying them if they are shared.
    public mutating func withUnsafeMutableBytes<Result>(
        _ body: (UnsafeMutableRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        precondition(!dtype.isManaged, "managed elements have no bytes to write")
        if !isUniquelyReferenced() { self = copied() }
        return try withExtendedLifetime(storage) {
            try body(UnsafeMutableRawBufferPointer(start: storage.baseAddress, count: storage.byteCount))
        }
    }

    /// Whether no other array shares the memory, so that writing copies nothing.
    public mutating func isUniquelyReferenced() -> Bool {
        storage.isOwned && isKnownUniquelyReferenced(&storage)
    }

    /// An array with the same elements in memory of its own.
    public func copied() -> NDArray {
        if dtype == .string { return NDArray(strings: strings, dimensions: dimensions) }
        precondition(!dtype.isManaged, "handles are not copied")
        return NDArray(dtype: dtype, dimensions: dimensions) { bytes in
            withUnsafeBytes { bytes.copyMemory(from: $0) }
        }
    }

    /// The elements in row-major order.
    ///
    /// - Throws: ``NDArrayError/elementType(expected:found:)`` if `Scalar` is not the element type.
    public func scalars<Scalar: TensorScalar>(as type: Scalar.Type = Scalar.self) throws -> [Scalar] {
        guard Scalar.dtype == dtype else { throw NDArrayError.elementType(expected: Scalar.dtype, found: dtype) }
        return withUnsafeBytes { Array($0.bindMemory(to: Scalar.self)) }
    }

    /// The only element.
    ///
    /// - Throws: ``NDArrayError`` if `Scalar` is not the element type or there is not exactly one element.
    public func scalar<Scalar: TensorScalar>(as type: Scalar.Type = Scalar.self) throws -> Scalar {
        guard count == 1 else { throw NDArrayError.notAScalar(dimensions: dimensions) }
        guard Scalar.dtype == dtype else { throw NDArrayError.elementType(expected: Scalar.dtype, found: dtype) }
        return withUnsafeBytes { $0.loadUnaligned(as: Scalar.self) }
    }

    /// The elements of a string array.
    ///
    /// - Precondition: the element type is string.
    public var strings: [TensorString] {
        precondition(dtype == .string, "not a string array: \(dtype.name)")
        return withExtendedLifetime(storage) {
            Array(
                UnsafeBufferPointer(start: storage.baseAddress.assumingMemoryBound(to: TensorString.self), count: count)
            )
        }
    }

    /// The elements of an integer array as `Int`: what shapes, axes and indices are read with.
    ///
    /// `nil` if the element type is not an integer type.
    public var integers: [Int]? {
        func read<Element: TensorScalar & BinaryInteger>(_: Element.Type) -> [Int] {
            withUnsafeBytes { $0.bindMemory(to: Element.self).map { Int(truncatingIfNeeded: $0) } }
        }
        switch dtype {
        case .int32: return read(Int32.self)
        case .int64: return read(Int64.self)
        case .int8: return read(Int8.self)
        case .int16: return read(Int16.self)
        case .uint8: return read(UInt8.self)
        case .uint16: return read(UInt16.self)
        case .uint32: return read(UInt32.self)
        case .uint64: return read(UInt64.self)
        default: return nil
        }
    }

    /// The elements of a numeric or Bool array as doubles; `nil` for other types.
    public var doubles: [Double]? {
        func read<Element: TensorScalar>(_: Element.Type) -> [Double] {
            withUnsafeBytes { $0.bindMemory(to: Element.self).map(\.doubleValue) }
        }
        switch dtype {
        case .float32: return read(Float.self)
        case .float64: return read(Double.self)
        case .bool: return read(Bool.self)
        case .float16:
            #if !(os(macOS) && arch(x86_64))
                return read(Float16.self)
            #else
                return nil
            #endif
        default: return integers.map { $0.map(Double.init) }
        }
    }

    /// The same elements under another shape, without copying.
    ///
    /// - Precondition: the shapes have equally many elements.
    public func reshaped(to dimensions: [Int]) -> NDArray {
        NDArray(storage: storage, dtype: dtype, dimensions: dimensions)
    }

    /// Rows `range` of the first dimension, copied.
    ///
    /// - Precondition: the array has a first dimension and the range lies within it.
    public func rows(_ range: Range<Int>) -> NDArray {
        precondition(rank > 0 && range.lowerBound >= 0 && range.upperBound <= dimensions[0], "rows out of range")
        let rowDimensions = Array(dimensions.dropFirst())
        if dtype == .string {
            let width = rowDimensions.reduce(1, *)
            let part = Array(strings[(range.lowerBound * width)..<(range.upperBound * width)])
            return NDArray(strings: part, dimensions: [range.count] + rowDimensions)
        }
        let width = rowDimensions.reduce(dtype.byteCount, *)
        return NDArray(dtype: dtype, dimensions: [range.count] + rowDimensions) { bytes in
            withUnsafeBytes {
                bytes.copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: $0[(range.lowerBound * width)..<(range.upperBound * width)]))
            }
        }
    }

    /// Whether both have the same element type, shape and bytes (so NaN equals itself, and 0 differs from -0).
    public func isBitwiseEqual(to other: NDArray) -> Bool {
        guard dtype == other.dtype, dimensions == other.dimensions else { return false }
        if dtype == .string { return strings == other.strings }
        return withUnsafeBytes { left in other.withUnsafeBytes { left.elementsEqual($0) } }
    }
}

extension NDArray: Hashable {
    /// Bitwise equality; see ``isBitwiseEqual(to:)``.
    public static func == (left: NDArray, right: NDArray) -> Bool { left.isBitwiseEqual(to: right) }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(dtype)
        hasher.combine(dimensions)
        if dtype == .string { hasher.combine(strings) } else { withUnsafeBytes { hasher.combine(bytes: $0) } }
    }
}

extension NDArray: CustomStringConvertible {
    /// Type, shape and the first elements: `float32 [2, 3]: 1.0, 2.0, …`.
    public var description: String {
        let limit = 8
        let shown: [String]
        if dtype == .string {
            shown = strings.prefix(limit).map { "\"\($0)\"" }
        } else if let integers = rows(limitedTo: limit)?.integers {
            shown = integers.map(String.init)
        } else {
            shown = rows(limitedTo: limit)?.doubles?.map { "\($0)" } ?? []
        }
        return "\(dtype.name) \(Shape(dimensions)): " + shown.joined(separator: ", ") + (count > limit ? ", …" : "")
    }

    private func rows(limitedTo limit: Int) -> NDArray? {
        dtype.isManaged ? nil : reshaped(to: [count]).rows(0..<min(count, limit))
    }
}

/// A host value was read as what it is not.
public enum NDArrayError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The elements have another type than the one asked for.
    case elementType(expected: DType, found: DType)
    /// There is not exactly one element.
    case notAScalar(dimensions: [Int])

    public var description: String {
        switch self {
        case .elementType(let expected, let found):
            "the elements are \(found.name), not \(expected.name); read them as \(found.name) or cast in the graph"
        case .notAScalar(let dimensions):
            "an array of shape \(Shape(dimensions)) is not one scalar; reduce it, or read it with scalars(as:)"
        }
    }
}
