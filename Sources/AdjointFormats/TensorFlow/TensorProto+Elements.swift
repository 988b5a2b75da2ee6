import AdjointKernels

extension TensorProto {
    /// The elements of a tensor of numbers in row-major order, lowest byte first, whichever way they are stored.
    ///
    /// A list shorter than the shape is continued with its last value, and an empty one with zeros, so a few bytes can
    /// stand for a large tensor. O(size of the result).
    /// - Parameter maximumByteCount: How large a result may be.
    /// - Throws: ``FormatError``: `malformed` where the shape is not known or the contents do not fit it,
    ///   `unsupported` for element types without a fixed size, `limitExceeded`.
    public func elements(maximumByteCount: Int = .max) throws -> Bytes {
        guard let size = dtype.withoutReference.size else {
            throw FormatError(.unsupported, format: "TensorProto", "a tensor of \(dtype) is none of numbers")
        }
        guard let sizes = (shape ?? TensorShapeProto()).knownSizes,
            let count = checkedProduct(sizes), let byteCount = checkedProduct(sizes, times: size)
        else { throw FormatError(.malformed, format: "TensorProto", "the shape is not known, or too large") }
        guard byteCount <= maximumByteCount else {
            throw FormatError(.limitExceeded, format: "TensorProto", "the tensor takes up \(byteCount) bytes")
        }
        if !content.isEmpty {
            guard content.count == byteCount else {
                throw FormatError(
                    .malformed, format: "TensorProto",
                    "it has \(content.count) bytes where its shape needs \(byteCount)")
            }
            return content
        }
        switch dtype.withoutReference {
        case .float32: return expand(floatValues.map(\.bitPattern), to: count)
        case .float64: return expand(doubleValues.map(\.bitPattern), to: count)
        case .int64: return expand(int64Values, to: count)
        case .uint64: return expand(uint64Values, to: count)
        case .uint32: return expand(uint32Values, to: count)
        case .bool: return expand(boolValues.map { UInt8($0 ? 1 : 0) }, to: count)
        case .float16, .bfloat16: return expand(halfValues.map { UInt16(truncatingIfNeeded: $0) }, to: count)
        case .complex64: return expand(pairs(complexFloatValues), to: count)
        case .complex128: return expand(pairs(complexDoubleValues), to: count)
        default:
            switch size {
            case 1: return expand(intValues.map { UInt8(truncatingIfNeeded: $0) }, to: count)
            case 2: return expand(intValues.map { UInt16(truncatingIfNeeded: $0) }, to: count)
            default: return expand(intValues, to: count)
            }
        }
    }

    /// The elements of a tensor of strings in row-major order.
    ///
    /// - Parameter maximumCount: How many elements a result may have.
    /// - Throws: ``FormatError``: `malformed`, `unsupported` or `limitExceeded`, as ``elements(maximumByteCount:)``.
    public func stringElements(maximumCount: Int = .max) throws -> [Bytes] {
        guard dtype.withoutReference == .string else {
            throw FormatError(.unsupported, format: "TensorProto", "a tensor of \(dtype) is none of strings")
        }
        guard let count = (shape ?? TensorShapeProto()).elementCount else {
            throw FormatError(.malformed, format: "TensorProto", "the shape is not known, or too large")
        }
        guard count <= maximumCount else {
            throw FormatError(.limitExceeded, format: "TensorProto", "the tensor has \(count) strings")
        }
        let stored = Array(stringValues.prefix(count))
        return stored + repeatElement(stored.last ?? Bytes(), count: count - stored.count)
    }

    /// `count` elements: those of `list`, and then its last one again and again. Elements are stored as they stand in
    /// memory, which has the lowest byte first on every machine that Swift runs on.
    private func expand<Element: BitwiseCopyable>(_ list: [Element], to count: Int) -> Bytes {
        let size = MemoryLayout<Element>.size
        let stored = min(list.count, count)
        return Bytes(count: count * size) { target in
            let target = UnsafeMutableRawBufferPointer(target)
            list.withUnsafeBytes { target.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<(stored * size)])) }
            guard let last = list.last else {
                target.initializeMemory(as: UInt8.self, repeating: 0)
                return
            }
            for index in stored..<count { target.storeBytes(of: last, toByteOffset: index * size, as: Element.self) }
        }
    }

    /// The numbers by twos: real and imaginary parts.
    private func pairs<Part: BitwiseCopyable>(_ parts: [Part]) -> [SIMD2<Part>] where Part: SIMDScalar {
        stride(from: 0, to: parts.count - 1, by: 2).map { SIMD2(parts[$0], parts[$0 + 1]) }
    }
}
