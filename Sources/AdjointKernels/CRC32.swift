import CAdjointKernels

/// CRC-32 (ISO-HDLC), the checksum of gzip and zip files.
///
/// The reflected polynomial is 0xEDB88320. Source: RFC 1952, section 8.
public struct CRC32: Sendable {
    private var register: UInt32 = .max

    /// Starts a checksum of no bytes, which is zero.
    public init() {}

    /// The checksum of all bytes so far.
    public var value: UInt32 { ~register }

    /// Takes in the next bytes. O(`bytes.count`).
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        register = adjoint_crc32_sliced(Self.slices, register, start, bytes.count)
    }

    /// The checksum of `bytes`. O(`bytes.count`).
    public static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        var crc = CRC32()
        crc.update(bytes)
        return crc.value
    }

    private static let slices = CRCTables.slices(reflectedPolynomial: 0xedb8_8320)
}
