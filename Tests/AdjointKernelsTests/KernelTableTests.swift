import AdjointKernels
import Testing

@Suite struct KernelTableTests {
    @Test func portableKernelsAreAlwaysAvailable() {
        #expect(KernelTable.available.first == KernelTable(.portable))
    }

    @Test func availableTablesAreExactlyTheSupportedOnes() {
        for instructionSet in InstructionSet.allCases {
            let table = KernelTable(instructionSet)
            #expect((table != nil) == instructionSet.isSupported)
            #expect(
                KernelTable.available.contains { $0.instructionSet == instructionSet } == instructionSet.isSupported)
        }
    }

    @Test func bestTableIsAvailable() {
        #expect(KernelTable.available.contains(KernelTable.best))
    }

    @Test func instructionSetsOfOtherProcessorsAreNotSupported() {
        #if arch(x86_64)
            #expect(!InstructionSet.neon.isSupported)
        #elseif arch(arm64)
            #expect(InstructionSet.neon.isSupported)
            #expect(!InstructionSet.avx2.isSupported && !InstructionSet.avx512.isSupported)
        #endif
    }
}
