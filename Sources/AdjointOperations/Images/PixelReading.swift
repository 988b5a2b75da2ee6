import AdjointCore

/// Reads elements of any real or integer type as float32, as ops on images do that give float32 whatever they take.
struct PixelReading: Sendable {
    private let value: @Sendable (UnsafeRawPointer, Int) -> Float

    /// - Throws: ``OperationError`` for types that are no numbers.
    init(_ dtype: DType) throws {
        func reading<Element: NumericElement>(_: Element.Type) -> @Sendable (UnsafeRawPointer, Int) -> Float {
            { pointer, index in Float(pointer.assumingMemoryBound(to: Element.self)[index].doubleValue) }
        }
        value = try reading(dtype.requireNumeric())
    }

    /// Element `index` of an array.
    func callAsFunction(_ pointer: UnsafeRawPointer, _ index: Int) -> Float { value(pointer, index) }
}
