import AdjointCore

/// Reads elements of any real or integer type as float32, as ops on images do that give float32 whatever they take.
struct PixelReading: Sendable {
    private let value: @Sendable (UnsafeRawPointer, Int) -> Float

    /// - Throws: ``OperationError`` for types that are no numbers.
    init(_ dtype: DType) throws {
        func reading<Element: NumericElement>(_: Element.Type) -> @Sendable (UnsafeRawPointer, Int) -> Float {
            { pointer, index in Float(pointer.assumingMemoryBound(to: Element.self)[index].doubleValue) }
        }
        // A type that is opened from an existential has no code of its own.
        value =
            switch dtype {
            case .float32: reading(Float.self)
            case .uint8: reading(UInt8.self)
            default: try reading(dtype.requireNumeric())
            }
    }

    /// Element `index` of an array.
    func callAsFunction(_ pointer: UnsafeRawPointer, _ index: Int) -> Float { value(pointer, index) }
}
