import Testing

@testable import AdjointFormats

@Suite struct SerializedExampleTests {
    private func field(_ number: UInt8, _ contents: [UInt8]) -> [UInt8] {
        [number << 3 | 2, UInt8(contents.count)] + contents
    }

    /// A message with features, each a name and the list that it is.
    private func example(_ features: [(String, [UInt8])]) -> [UInt8] {
        field(1, features.flatMap { field(1, field(1, Array($0.0.utf8)) + field(2, $0.1)) })
    }

    private var floats: [UInt8] { field(2, field(1, [0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0])) }
    private var integers: [UInt8] { field(3, field(1, [5, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1])) }
    private var strings: [UInt8] { field(1, field(1, [0xff, 0]) + field(1, [])) }

    @Test func featuresAreFound() throws {
        let features = try SerializedExample(
            Bytes(example([("x", floats), ("n", integers), ("s", strings), ("none", [])]))
        ).features
        #expect(features.count == 4)
        #expect(try features[Bytes("x".utf8)]?.floats() == [1, -2])
        #expect(try features[Bytes("n".utf8)]?.integers() == [5, -1])
        #expect(try features[Bytes("s".utf8)]?.strings() == [[0xff, 0], []])
        #expect(features[Bytes("none".utf8)]?.kind == nil)
    }

    @Test func numbersMayStandAlone() throws {
        let single = field(2, [0x0d, 0, 0, 0x80, 0x3f]) + field(2, [0x0d, 0, 0, 0, 0x40])
        let features = try SerializedExample(Bytes(example([("x", single), ("n", field(3, [8, 7, 8, 9]))]))).features
        #expect(try features[Bytes("x".utf8)]?.floats() == [1, 2])
        #expect(try features[Bytes("n".utf8)]?.integers() == [7, 9])
    }

    @Test func theLastOfANameCounts() throws {
        let features = try SerializedExample(Bytes(example([("x", strings), ("x", floats)]))).features
        #expect(try features[Bytes("x".utf8)]?.floats() == [1, -2])
    }

    @Test func listsOfAnotherTypeAreRefused() throws {
        let features = try SerializedExample(Bytes(example([("x", floats), ("s", strings)]))).features
        #expect(throws: FormatError.self) { try features[Bytes("s".utf8)]?.floats() }
        #expect(throws: FormatError.self) { try features[Bytes("s".utf8)]?.integers() }
    }

    @Test func damageOnlyThrows() throws {
        let file = example([("x", floats), ("n", integers), ("s", strings)])
        try Damage.expectMutantsOnlyThrow([file], count: 3000) { bytes in
            for feature in try SerializedExample(bytes).features.values {
                switch feature.kind {
                case .strings: _ = try feature.strings()
                case .floats: _ = try feature.floats()
                case .integers: _ = try feature.integers()
                case nil: break
                }
            }
        }
    }
}
