import AdjointKernels
import Testing

@Suite struct ScratchTests {
    @Test func memoryIsAlignedAndKept() {
        for byteCount in [1, 100, 4096, 100_000] {
            Scratch.withBytes(byteCount) { bytes in
                #expect(Int(bitPattern: bytes) % AlignedMemory.alignment == 0)
                bytes.initializeMemory(as: UInt8.self, repeating: 7, count: byteCount)
            }
            let first = Scratch.withBytes(byteCount) { Int(bitPattern: $0) }
            let again = Scratch.withBytes(byteCount / 2) { Int(bitPattern: $0) }
            #expect(first == again)
        }
    }

    @Test func nestedUsesDoNotOverlap() {
        Scratch.withBytes(256) { outer in
            outer.initializeMemory(as: UInt8.self, repeating: 1, count: 256)
            Scratch.withBytes(512) { inner in
                _ = inner.initializeMemory(as: UInt8.self, repeating: 2, count: 512)
            }
            #expect((0..<256).allSatisfy { outer.load(fromByteOffset: $0, as: UInt8.self) == 1 })
        }
    }

    @Test func threadsDoNotShare() {
        let pool = WorkerPool(threadCount: 4)
        let mismatches = UnsafeMutablePointer<Int>.allocate(capacity: 64)
        defer { mismatches.deallocate() }
        mismatches.initialize(repeating: 0, count: 64)
        pool.parallel(64) { index in
            Scratch.withBytes(2048) { bytes in
                bytes.initializeMemory(as: UInt8.self, repeating: UInt8(index), count: 2048)
                for offset in 0..<2048 where bytes.load(fromByteOffset: offset, as: UInt8.self) != UInt8(index) {
                    mismatches[index] += 1
                }
            }
        }
        #expect((0..<64).allSatisfy { mismatches[$0] == 0 })
    }
}
