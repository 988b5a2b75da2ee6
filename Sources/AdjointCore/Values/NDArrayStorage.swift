import AdjointKernels

/// The memory behind an ``NDArray``: 64-byte aligned, counted, and never written while shared.
///
/// `@unchecked Sendable`: the bytes are written only (a) before the storage is published, or (b) through
/// `NDArray.withUnsafeMutableBytes`, which first makes sure that it holds the only reference, or (c) by a session
/// that owns the buffer (variables, arenas) under that session's lock.
public final class NDArrayStorage: @unchecked Sendable {
    /// The first byte.
    public let baseAddress: UnsafeMutableRawPointer
    /// Bytes in use.
    public let byteCount: Int
    private let managedCount: Int
    private let dtype: DType
    /// Keeps foreign memory (a mapped file) alive; `nil` where this object owns the memory itself.
    private let owner: AnyObject?

    /// Memory for `count` elements; zero bytes, empty strings.
    public init(dtype: DType, count: Int, zeroed: Bool = true) {
        let byteCount = count * dtype.byteCount
        let address = AlignedMemory.allocate(byteCount: byteCount)
        self.baseAddress = address
        self.byteCount = byteCount
        self.dtype = dtype
        self.owner = nil
        self.managedCount = dtype.isManaged ? count : 0
        if dtype == .string {
            address.bindMemory(to: TensorString.self, capacity: count).initialize(
                repeating: TensorString(), count: count)
        } else if dtype.isManaged {
            address.bindMemory(to: AnyObject?.self, capacity: count).initialize(repeating: nil, count: count)
        } else if zeroed {
            address.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
        }
    }

    /// A view of memory that `owner` keeps alive and unchanged, such as a mapped file. It is never written to.
    public init(viewing bytes: UnsafeRawBufferPointer, dtype: DType, owner: AnyObject) {
        precondition(!dtype.isManaged, "managed elements cannot be viewed in foreign memory")
        self.baseAddress = UnsafeMutableRawPointer(mutating: bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 64)!)
        self.byteCount = bytes.count
        self.dtype = dtype
        self.owner = owner
        self.managedCount = 0
    }

    /// Whether the memory may be written once uniquely referenced.
    var isOwned: Bool { owner == nil }

    deinit {
        guard owner == nil else { return }
        if dtype == .string {
            baseAddress.assumingMemoryBound(to: TensorString.self).deinitialize(count: managedCount)
        } else if dtype.isManaged {
            baseAddress.assumingMemoryBound(to: AnyObject?.self).deinitialize(count: managedCount)
        }
        baseAddress.deallocate()
    }
}
