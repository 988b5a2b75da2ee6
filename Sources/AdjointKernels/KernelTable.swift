import CAdjointKernels

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A vector instruction set that kernels are written for.
public enum InstructionSet: String, Sendable, CaseIterable {
    /// Plain C, on every machine.
    case portable
    /// Advanced SIMD of 64-bit Arm, 128 bits.
    case neon
    /// AVX2 with FMA, 256 bits.
    case avx2
    /// AVX-512 F, BW, DQ and VL, 512 bits.
    case avx512

    /// Whether this machine's processor and operating system let it run.
    public var isSupported: Bool {
        switch self {
        case .portable: true
        case .neon: adjoint_cpu_supports_neon()
        case .avx2: adjoint_cpu_supports_avx2()
        case .avx512: adjoint_cpu_supports_avx512()
        }
    }
}

/// The choice of kernels to compute with: each kernel family's façade maps it to its own functions.
///
/// Everything computes with ``best`` unless a caller passes another table, as tests do to compare instruction sets.
public struct KernelTable: Sendable, Hashable {
    /// The instruction set of the kernels; one that this machine supports.
    public let instructionSet: InstructionSet

    /// The table of an instruction set, or nil if this machine does not support it.
    public init?(_ instructionSet: InstructionSet) {
        guard instructionSet.isSupported else { return nil }
        self.instructionSet = instructionSet
    }

    /// Counts the changes of kernels that changed a bit of any result. What was computed by another revision, as rows
    /// that are kept on disk, may differ from what would be computed now.
    public static let revision = 3

    /// The tables of all instruction sets that this machine supports, the fastest last.
    public static let available: [KernelTable] = InstructionSet.allCases.compactMap { KernelTable($0) }

    /// The table that kernels use unless told otherwise: the fastest available.
    ///
    /// The environment variable `ADJOINT_ISA` (portable, neon, avx2 or avx512), read once, picks another; a name that
    /// is unknown or not supported here stops the program, since a silently different choice would void a measurement.
    public static let best: KernelTable = {
        guard let name = getenv("ADJOINT_ISA").map({ String(cString: $0) }), !name.isEmpty else {
            return available[available.count - 1]
        }
        guard let instructionSet = InstructionSet(rawValue: name), let table = KernelTable(instructionSet) else {
            let names = available.map(\.instructionSet.rawValue).joined(separator: ", ")
            fatalError("ADJOINT_ISA is \"\(name)\", but this machine supports \(names)")
        }
        return table
    }()
}
