/// Lookup tables of reflected cyclic redundancy checks.
enum CRCTables {
    /// The tables of `adjoint_crc32_sliced`: entry `256 k + b` is the register after the byte `b` and `k` zero bytes.
    static func slices(reflectedPolynomial: UInt32) -> [UInt32] {
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            var register = UInt32(byte)
            for _ in 0..<8 {
                register = register >> 1 ^ (register & 1 == 0 ? 0 : reflectedPolynomial)
            }
            tables[byte] = register
        }
        for entry in 256..<tables.count {
            tables[entry] = afterZeroByte(tables[entry - 256], slices: tables)
        }
        return tables
    }

    /// Four tables that move a register past `byteCount` zero bytes: the result is the exclusive or of entries
    /// `256 k + b` over the four bytes `b` of the register, `k` counting from the lowest.
    static func shift(by byteCount: Int, slices: [UInt32]) -> [UInt32] {
        var table = [UInt32](repeating: 0, count: 4 * 256)
        for bit in 0..<32 {
            var image = UInt32(1) << bit
            for _ in 0..<byteCount { image = afterZeroByte(image, slices: slices) }
            // Moving past zeros is linear over exclusive or, so the images of the 32 single bits give all the others.
            let (position, mask) = (bit / 8, 1 << (bit % 8))
            for byte in 0..<256 where byte & mask != 0 { table[256 * position + byte] ^= image }
        }
        return table
    }

    private static func afterZeroByte(_ register: UInt32, slices: [UInt32]) -> UInt32 {
        register >> 8 ^ slices[Int(register & 0xff)]
    }
}
