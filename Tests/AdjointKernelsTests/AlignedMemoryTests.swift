import AdjointKernels
import Testing

@Suite struct AlignedMemoryTests {
    @Test(arguments: [0, 1, 63, 64, 4096, (2 << 20) - 1, 2 << 20, (2 << 20) + 1, 5 << 20])
    func memoryIsAlignedAndWritable(byteCount: Int) {
        let memory = AlignedMemory.allocate(byteCount: byteCount)
        defer { memory.deallocate() }
        #expect(Int(bitPattern: memory) % AlignedMemory.alignment == 0)
        if byteCount >= 2 << 20 { #expect(Int(bitPattern: memory) % (2 << 20) == 0) }
        memory.initializeMemory(as: UInt8.self, repeating: 7, count: byteCount)
        #expect(UnsafeRawBufferPointer(start: memory, count: byteCount).allSatisfy { $0 == 7 })
    }

    @Test func sizesAreRoundedUpToTheNextMultiple() {
        for byteCount in 0...200 {
            let rounded = AlignedMemory.rounded(byteCount)
            #expect(rounded % AlignedMemory.alignment == 0)
            #expect(byteCount..<byteCount + AlignedMemory.alignment ~= rounded)
        }
    }
}
