#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Working memory of a kernel, kept per thread: allocated on a thread's first use, enlarged when a kernel asks for more,
/// freed when the thread ends. So a step that has run once allocates nothing when it runs again.
public enum Scratch {
    /// Calls `body` with at least `byteCount` bytes that are the calling thread's alone until it returns. What they hold
    /// is unspecified.
    ///
    /// Within `body`, a further call on the same thread gets memory of its own, which is allocated for that call.
    public static func withBytes<Result>(
        _ byteCount: Int, _ body: (UnsafeMutableRawPointer) throws -> Result
    ) rethrows -> Result {
        precondition(byteCount >= 0, "negative scratch size \(byteCount)")
        let block = currentBlock()
        guard !block.pointee.isInUse else {
            let temporary = AlignedMemory.allocate(byteCount: byteCount)
            defer { temporary.deallocate() }
            return try body(temporary)
        }
        if block.pointee.byteCount < byteCount { block.pointee.replaceBytes(byteCount) }
        block.pointee.isInUse = true
        defer { block.pointee.isInUse = false }
        return try body(block.pointee.bytes)
    }

    /// A thread's memory.
    private struct Block {
        var bytes: UnsafeMutableRawPointer
        var byteCount: Int
        var isInUse: Bool

        init() {
            bytes = AlignedMemory.allocate(byteCount: 0)
            byteCount = 0
            isInUse = false
        }

        mutating func replaceBytes(_ newByteCount: Int) {
            bytes.deallocate()
            bytes = AlignedMemory.allocate(byteCount: newByteCount)
            byteCount = newByteCount
        }
    }

    /// The thread-specific pointer to the thread's block; its destructor frees the block when the thread ends.
    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        let error = pthread_key_create(&key) { address in
            #if canImport(Darwin)
                let address: UnsafeMutableRawPointer? = address
            #endif
            guard let block = address?.assumingMemoryBound(to: Block.self) else { return }
            block.pointee.bytes.deallocate()
            block.deallocate()
        }
        precondition(error == 0, "pthread_key_create failed with error \(error)")
        return key
    }()

    private static func currentBlock() -> UnsafeMutablePointer<Block> {
        if let address = pthread_getspecific(key) { return address.assumingMemoryBound(to: Block.self) }
        let block = UnsafeMutablePointer<Block>.allocate(capacity: 1)
        block.initialize(to: Block())
        let error = pthread_setspecific(key, block)
        precondition(error == 0, "pthread_setspecific failed with error \(error)")
        return block
    }
}
