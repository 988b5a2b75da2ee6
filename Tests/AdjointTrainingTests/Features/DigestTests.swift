import Testing

@testable import AdjointTraining

@Suite("Digest")
struct DigestTests {
    private func text(_ digest: Digest) -> String {
        [digest.low, digest.high].map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    // Source: the values that Austin Appleby's own program gives.
    @Test(
        "is MurmurHash3's",
        arguments: [
            ("", "00000000000000000000000000000000"),
            ("hello", "cbd8a7b341bd9b025b1e906a48ae1d19"),
            ("hello, world", "342fac623a5ebc8e4cdcbc079642414d"),
            ("The quick brown fox jumps over the lazy dog.", "cd99481f9ee902c9695da1a38987b6e7"),
        ])
    func knownValues(_ input: String, _ expected: String) {
        #expect(text(Digest(Array(input.utf8))) == expected)
    }

    @Test("differs for every single bit, at every length")
    func everyBit() {
        for count in 1...50 {
            var seen: Set<Digest> = []
            var bytes = (0..<count).map { UInt8($0 * 37 & 0xff) }
            seen.insert(Digest(bytes))
            for bit in 0..<(count * 8) {
                bytes[bit / 8] ^= 1 << (bit % 8)
                seen.insert(Digest(bytes))
                bytes[bit / 8] ^= 1 << (bit % 8)
            }
            #expect(seen.count == count * 8 + 1)
        }
    }
}
