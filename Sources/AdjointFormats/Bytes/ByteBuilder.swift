/// Memory that grows at its end while a decoder fills it, and then becomes ``Bytes`` without a copy.
struct ByteBuilder: ~Copyable {
    private var memory: UnsafeMutableBufferPointer<UInt8>
    /// How many bytes have been appended.
    private(set) var count = 0

    /// An empty builder with room for `capacity` bytes.
    init(capacity: Int) {
        memory = .allocate(capacity: Swift.max(capacity, 16))
    }

    deinit { memory.deallocate() }

    /// Appends one byte. Amortized O(1).
    mutating func append(_ byte: UInt8) {
        if count == memory.count { grow(by: 1) }
        memory[count] = byte
        count += 1
    }

    /// Appends the bytes of `source`.
    mutating func append(_ source: UnsafeRawBufferPointer) {
        guard source.count > 0 else { return }
        if source.count > memory.count - count { grow(by: source.count) }
        UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: memory[count...])).copyMemory(from: source)
        count += source.count
    }

    /// Appends `length` bytes that repeat what stands `distance` bytes back, even where the two overlap.
    ///
    /// `distance` must be in `1...count`.
    mutating func appendRepeating(distance: Int, length: Int) {
        precondition(distance >= 1 && distance <= count && length >= 0)
        if length > memory.count - count { grow(by: length) }
        var source = count - distance
        for target in count..<count + length {
            memory[target] = memory[source]
            source += 1
        }
        count += length
    }

    /// The bytes appended from `start` on.
    func withUnsafeBytes<Result>(from start: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        body(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: memory[start..<count])))
    }

    /// Gives the bytes away.
    consuming func finish() -> Bytes {
        let contents = UnsafeRawBufferPointer(memory)
        let count = count
        discard self
        return Bytes(HeapBytes(adopting: contents))[0..<count]
    }

    private mutating func grow(by additional: Int) {
        let larger = UnsafeMutableBufferPointer<UInt8>.allocate(
            capacity: Swift.max(2 * memory.count, count + additional))
        _ = larger.update(fromContentsOf: memory[..<count])
        memory.deallocate()
        memory = larger
    }
}

/// Memory from the heap, whose last writer has handed it over.
final class HeapBytes: BytesOwner {
    /// Safety: nothing writes to it once `Bytes` or `ByteBuilder` has let this object be shared.
    nonisolated(unsafe) let contents: UnsafeRawBufferPointer

    /// Takes over `contents`, which came from `allocate` and is freed with this object.
    init(adopting contents: UnsafeRawBufferPointer) {
        self.contents = contents
    }

    deinit { contents.deallocate() }
}
