#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// An immutable run of bytes: an array's copy, a buffer that a decoder filled, or a memory-mapped file.
///
/// A slice shares the storage of what it was cut from and keeps it alive, so a reader hands out parts of a file
/// without copying them. Indices are offsets from the start of *this* run, so a slice starts at 0.
public struct Bytes: Sendable {
    /// Keeps `buffer`'s memory alive and unchanged.
    private let owner: (any BytesOwner)?

    /// The bytes themselves.
    ///
    /// Safety: an owner never changes or frees its memory while it lives, and `owner` outlives `buffer` because both
    /// stand in one value; so sharing the pointer between threads is sharing constant memory.
    private nonisolated(unsafe) let buffer: UnsafeRawBufferPointer

    private init(owner: (any BytesOwner)?, buffer: UnsafeRawBufferPointer) {
        self.owner = owner
        self.buffer = buffer
    }

    /// No bytes.
    public init() {
        self.init(owner: nil, buffer: UnsafeRawBufferPointer(start: nil, count: 0))
    }

    /// A copy of `bytes`. O(`bytes.count`).
    public init(_ bytes: some Collection<UInt8>) {
        self.init(count: bytes.count) { _ = $0.initialize(from: bytes) }
    }

    /// A copy of the memory of `bytes`. O(`bytes.count`).
    public init(copying bytes: UnsafeRawBufferPointer) {
        self.init(count: bytes.count) { UnsafeMutableRawBufferPointer($0).copyMemory(from: bytes) }
    }

    /// `count` bytes, all of which `initialize` must fill.
    ///
    /// - Throws: what `initialize` throws.
    public init(count: Int, initialize: (UnsafeMutableBufferPointer<UInt8>) throws -> Void) rethrows {
        let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: count)
        let storage = HeapBytes(adopting: UnsafeRawBufferPointer(memory))
        try initialize(memory)
        self.init(storage)
    }

    /// All memory of `owner`, uncopied.
    init(_ owner: some BytesOwner) {
        self.init(owner: owner, buffer: owner.contents)
    }

    /// Calls `body` with the bytes in memory. The pointer must not leave the closure.
    public func withUnsafeBytes<Result, Failure>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        defer { withExtendedLifetime(owner) {} }
        return try body(buffer)
    }

    /// The bytes of `range`, uncopied; nil where the range reaches outside. O(1).
    public func slice(_ range: Range<Int>) -> Bytes? {
        guard range.lowerBound >= 0, range.upperBound <= count else { return nil }
        return self[range]
    }
}

extension Bytes: RandomAccessCollection {
    /// 0.
    public var startIndex: Int { 0 }
    /// The number of bytes.
    public var endIndex: Int { buffer.count }

    /// The byte at `position`, which must be in the run.
    public subscript(position: Int) -> UInt8 {
        precondition(position >= 0 && position < buffer.count, "index out of range")
        return withExtendedLifetime(owner) { buffer[position] }
    }

    /// The bytes of `range`, which must be in the run; uncopied. O(1).
    public subscript(range: Range<Int>) -> Bytes {
        precondition(range.lowerBound >= 0 && range.upperBound <= buffer.count, "range out of bounds")
        return Bytes(owner: owner, buffer: UnsafeRawBufferPointer(rebasing: buffer[range]))
    }
}

extension Bytes: Hashable, ExpressibleByArrayLiteral {
    /// Whether both hold the same bytes. O(count).
    public static func == (left: Bytes, right: Bytes) -> Bool {
        guard left.count == right.count, left.count > 0 else { return left.count == right.count }
        return left.withUnsafeBytes { left in
            right.withUnsafeBytes { right in memcmp(left.baseAddress!, right.baseAddress!, left.count) == 0 }
        }
    }

    /// Feeds the bytes to `hasher`. O(count).
    public func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        withUnsafeBytes { hasher.combine(bytes: $0) }
    }

    /// The bytes listed.
    public init(arrayLiteral elements: UInt8...) {
        self.init(elements)
    }
}

extension Bytes: CustomStringConvertible {
    /// The number of bytes, and the bytes themselves in hexadecimal where they are few.
    public var description: String {
        let shown = prefix(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
        return "\(count) bytes [\(shown)\(count > 16 ? " …" : "")]"
    }
}

/// Something that holds memory which stays put and unchanged for as long as it lives.
protocol BytesOwner: AnyObject, Sendable {
    /// The memory.
    var contents: UnsafeRawBufferPointer { get }
}
