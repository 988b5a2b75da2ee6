#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Elements that end exactly where a page begins that must not be touched: a kernel that reads or writes beyond them
/// crashes.
final class GuardedBuffer<Element: BitwiseCopyable> {
    let start: UnsafeMutablePointer<Element>
    let count: Int

    private let mapping: UnsafeMutableRawPointer
    private let mappingSize: Int

    init(_ elements: [Element]) {
        count = elements.count
        let pageSize = Int(sysconf(Int32(_SC_PAGESIZE)))
        let byteCount = count * MemoryLayout<Element>.stride
        let usableSize = (byteCount + pageSize - 1) / pageSize * pageSize
        mappingSize = usableSize + pageSize
        #if os(Linux)
            let flags = MAP_PRIVATE | Int32(MAP_ANONYMOUS)
        #else
            let flags = MAP_PRIVATE | MAP_ANON
        #endif
        guard let address = mmap(nil, mappingSize, PROT_READ | PROT_WRITE, flags, -1, 0), address != MAP_FAILED else {
            fatalError("mmap failed with error \(errno)")
        }
        mapping = address
        guard mprotect(mapping + usableSize, pageSize, PROT_NONE) == 0 else {
            fatalError("mprotect failed with error \(errno)")
        }
        start = (mapping + usableSize - byteCount).bindMemory(to: Element.self, capacity: count)
        start.initialize(from: elements, count: count)
    }

    deinit {
        munmap(mapping, mappingSize)
    }

    var elements: [Element] { Array(UnsafeBufferPointer(start: start, count: count)) }
}
