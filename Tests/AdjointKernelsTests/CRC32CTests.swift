import Testing

@testable import AdjointKernels

@Suite("CRC32C")
struct CRC32CTests {
    /// The ways to compute it that this machine has.
    static let variants = CRC32C.hasHardware ? [false, true] : [false]

    /// Source of the first four: RFC 3720, appendix B.4.
    @Test("has the published check values", arguments: variants)
    func checkValues(usesHardware: Bool) {
        let check = { (bytes: [UInt8]) in checksum(bytes, usesHardware: usesHardware) }
        #expect(check([UInt8](repeating: 0, count: 32)) == 0x8a91_36aa)
        #expect(check([UInt8](repeating: 0xff, count: 32)) == 0x62a8_ab43)
        #expect(check(Array(0..<32)) == 0x46dd_794e)
        #expect(check(Array((0..<32).reversed())) == 0x113f_db5c)
        #expect(check(Array("123456789".utf8)) == 0xe306_9283)
        #expect(check([]) == 0)
    }

    @Test("is the same by every way, at every length around the step sizes, from any address")
    func variantsAgree() {
        let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3 ^ $0) }
        for count in Array(0...40) + [1023, 1024, 3071, 3072, 3073, 3080, 6143, 6144, 9300] {
            for start in 0...3 {
                let part = Array(bytes[start..<start + count])
                let expected = bitwiseChecksum(part)
                for usesHardware in Self.variants {
                    let found = bytes.withUnsafeBytes {
                        var crc = CRC32C(usesHardware: usesHardware)
                        crc.update(UnsafeRawBufferPointer(rebasing: $0[start..<start + count]))
                        return crc.value
                    }
                    #expect(found == expected, "\(count) bytes, hardware \(usesHardware)")
                }
            }
        }
    }

    @Test("does not depend on how the bytes are cut into updates", arguments: variants)
    func updates(usesHardware: Bool) {
        let bytes = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let whole = checksum(bytes, usesHardware: usesHardware)
        for cut in [0, 1, 7, 8, 9, 3071, 3072, 4999, 5000] {
            var crc = CRC32C(usesHardware: usesHardware)
            bytes[..<cut].withUnsafeBytes { crc.update($0) }
            bytes[cut...].withUnsafeBytes { crc.update($0) }
            #expect(crc.value == whole)
        }
    }

    @Test("masking can be undone, and moves every checksum")
    func masking() {
        for checksum: UInt32 in [0, 1, 0xffff_ffff, 0xe306_9283, 0x8000_0000, 0x5d7d_1528] {
            #expect(CRC32C.unmasked(CRC32C.masked(checksum)) == checksum)
            #expect(CRC32C.masked(checksum) != checksum)
        }
        #expect(CRC32C.masked(0) == 0xa282_ead8)
    }

    @Test("CRC-32 has the published check value")
    func crc32() {
        #expect(Array("123456789".utf8).withUnsafeBytes { CRC32.checksum($0) } == 0xcbf4_3926)
    }

    private func checksum(_ bytes: [UInt8], usesHardware: Bool) -> UInt32 {
        var crc = CRC32C(usesHardware: usesHardware)
        bytes.withUnsafeBytes { crc.update($0) }
        return crc.value
    }

    /// The definition: one bit at a time.
    private func bitwiseChecksum(_ bytes: [UInt8]) -> UInt32 {
        var register = UInt32.max
        for byte in bytes {
            register ^= UInt32(byte)
            for _ in 0..<8 { register = register >> 1 ^ (register & 1 == 0 ? 0 : 0x82f6_3b78) }
        }
        return ~register
    }
}
