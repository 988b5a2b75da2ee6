import CAdjointKernels

/// CRC-32C (Castagnoli), the checksum of TensorFlow's checkpoints and event files.
///
/// The reflected polynomial is 0x82F63B78. The processor's own instruction computes it where there is one.
/// Source: RFC 3720, appendix B.4; the masked form is LevelDB's.
public struct CRC32C: Sendable {
    private var register: UInt32 = .max
    private let usesHardware: Bool

    /// Starts a checksum of no bytes, which is zero.
    public init() {
        self.init(usesHardware: Self.hasHardware)
    }

    /// Starts a checksum computed in one particular way, so that a test can compare both.
    package init(usesHardware: Bool) {
        precondition(!usesHardware || Self.hasHardware, "this processor has no CRC-32C instruction")
        self.usesHardware = usesHardware
    }

    /// The checksum of all bytes so far.
    public var value: UInt32 { ~register }

    /// The checksum in the form that files store; see ``masked(_:)``.
    public var maskedValue: UInt32 { Self.masked(value) }

    /// Takes in the next bytes. O(`bytes.count`).
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        register =
            usesHardware
            ? adjoint_crc32c_hardware(Self.laneShift, register, start, bytes.count)
            : adjoint_crc32_sliced(Self.slices, register, start, bytes.count)
    }

    /// The checksum of `bytes`. O(`bytes.count`).
    public static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        var crc = CRC32C()
        crc.update(bytes)
        return crc.value
    }

    /// Masks a checksum: rotated right by 15 bits, plus 0xa282ead8.
    ///
    /// Files store checksums masked, because the checksum of data that ends in its own checksum is a constant.
    public static func masked(_ checksum: UInt32) -> UInt32 {
        (checksum >> 15 | checksum << 17) &+ maskDelta
    }

    /// Undoes ``masked(_:)``.
    public static func unmasked(_ masked: UInt32) -> UInt32 {
        let rotated = masked &- maskDelta
        return rotated >> 17 | rotated << 15
    }

    /// Whether this processor has an instruction for CRC-32C.
    package static let hasHardware = adjoint_crc32c_has_hardware() != 0

    private static let maskDelta: UInt32 = 0xa282_ead8
    private static let slices = CRCTables.slices(reflectedPolynomial: 0x82f6_3b78)
    private static let laneShift = CRCTables.shift(by: Int(ADJOINT_CRC32C_LANE_BYTES), slices: slices)
}
