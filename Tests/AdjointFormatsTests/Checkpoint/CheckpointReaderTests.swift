import FileTestSupport
import Testing

@testable import AdjointFormats

@Suite("Checkpoint readers")
struct CheckpointReaderTests {
    @Test(
        "read what TensorFlow wrote: every type, strings, parts of tensors, several data files, the first format",
        arguments: ["bundle", "slices", "small", "sharded", "legacy.ckpt"])
    func goldens(name: String) throws {
        let golden = try CheckpointGolden(name)
        let checkpoint = try Checkpoint.open(golden.prefix)
        #expect(checkpoint.tensors.map(\.name) == golden.tensors.map(\.name))
        for expected in golden.tensors {
            let tensor = try #require(checkpoint.tensor(named: expected.name))
            #expect(tensor.dtype.description == expected.dtype)
            #expect(tensor.shape == expected.shape)
            if tensor.dtype == .string {
                #expect(try checkpoint.strings(of: expected.name) == expected.strings.map { Bytes($0) })
            } else {
                #expect(try checkpoint.bytes(of: expected.name) == Bytes(expected.bytes), "\(expected.name)")
            }
        }
        try checkpoint.verify()
    }

    @Test("say which name is missing, and which file")
    func missing() throws {
        let checkpoint = try Checkpoint.open(try CheckpointGolden("small").prefix)
        #expect(checkpoint.tensor(named: "other") == nil)
        #expect { try checkpoint.bytes(of: "other") } throws: { ($0 as? FormatError)?.kind == .notFound }
        #expect { try checkpoint.strings(of: "part0") } throws: { ($0 as? FormatError)?.kind == .unsupported }
        #expect { try Checkpoint.open("/nowhere/model.ckpt") } throws: {
            ($0 as? FileError)?.path == "/nowhere/model.ckpt.index"
        }
    }

    @Test("throw for an index or a data file cut at any byte")
    func truncation() throws {
        let files = try bundleFiles("small")
        Damage.expectTruncationsThrow(files.index) { try verifyBundle(index: $0, data: Bytes(files.data)) }
        Damage.expectTruncationsThrow(files.data) { try verifyBundle(index: Bytes(files.index), data: $0) }
        Damage.expectTruncationsThrow(try Fixture.bytes("checkpoint/legacy.ckpt").suffix(600).map { $0 }) {
            try verifyLegacy($0)
        }
    }

    @Test("detect every flipped bit of a small checkpoint, or read the same")
    func bitFlips() throws {
        let files = try bundleFiles("small")
        try Damage.expectBitFlipsAreDetectedOrHarmless(files.index) {
            try contents(index: $0, data: Bytes(files.data))
        }
        try Damage.expectBitFlipsAreDetectedOrHarmless(files.data) {
            try contents(index: Bytes(files.index), data: $0)
        }
    }

    @Test("never trap on mutated files, with checksums that fit and that do not")
    func mutation() throws {
        let files = try bundleFiles("small")
        try Damage.expectMutantsOnlyThrow([files.index, try Fixture.bytes("checkpoint/slices.index")], count: 1000) {
            try verifyBundle(index: $0, data: Bytes(files.data))
        }
        try Damage.expectMutantsOnlyThrow([try Fixture.bytes("checkpoint/legacy.ckpt")], count: 300) {
            try verifyLegacy($0)
        }
    }

    @Test("refuse tensors outside the data files, of the wrong size, and shapes that overflow")
    func malformedEntries() throws {
        var good = BundleEntryProto()
        good.dtype = .int32
        good.shape = TensorShapeProto([2])
        good.size = 8
        #expect { try readEntry(good) } throws: { ($0 as? FormatError)?.kind == .checksumMismatch }
        func expect(
            _ kind: FormatError.Kind, sourceLocation: SourceLocation = #_sourceLocation,
            _ change: (inout BundleEntryProto) -> Void
        ) {
            var entry = good
            change(&entry)
            #expect(sourceLocation: sourceLocation) { try readEntry(entry) } throws: {
                ($0 as? FormatError)?.kind == kind
            }
        }
        expect(.malformed) { $0.shape = TensorShapeProto([3]) }
        expect(.malformed) { $0.shape = TensorShapeProto([-1]) }
        expect(.malformed) { $0.shape = TensorShapeProto([1 << 40, 1 << 40]) }
        expect(.malformed) { $0.shape = TensorShapeProto([1 << 40, 1 << 40, 0]) }
        expect(.malformed) { $0.shape = TensorShapeProto([0, 1 << 40, 1 << 40]) }
        expect(.malformed) { $0.shape = TensorShapeProto([1 << 62]) }
        expect(.malformed) { $0.shardID = 1 }
        expect(.malformed) { $0.shardID = -1 }
        expect(.truncated) { $0.offset = 20 }
        expect(.truncated) { $0.offset = -1 }
        expect(.truncated) { $0.offset = .max }
        expect(.truncated) { $0.size = .max }
        expect(.truncated) { $0.size = -8 }
        expect(.unsupported) { $0.dtype = DataType(rawValue: 99) }
        expect(.unsupported) { $0.dtype = .string }
        expect(.malformed) { $0.slices = [TensorSliceProto()] }
    }

    // Checkpoints in memory.

    private func bundleFiles(_ name: String) throws -> (index: [UInt8], data: [UInt8]) {
        (
            try Fixture.bytes("checkpoint/\(name).index"),
            try Fixture.bytes("checkpoint/\(name).data-00000-of-00001")
        )
    }

    private func openBundle(index: Bytes, data: Bytes) throws -> TensorBundleReader {
        let fileSystem = SimulatedFileSystem()
        for (path, bytes) in [("m.index", index), ("m.data-00000-of-00001", data)] {
            try fileSystem.create(path).write(Array(bytes))
        }
        return try TensorBundleReader(prefix: "m", fileSystem: fileSystem)
    }

    private func verifyBundle(index: Bytes, data: Bytes) throws {
        try translatingMissingFiles { try openBundle(index: index, data: data).verify() }
    }

    private func contents(index: Bytes, data: Bytes) throws -> [String: Bytes] {
        try translatingMissingFiles {
            let bundle = try openBundle(index: index, data: data)
            return try Dictionary(uniqueKeysWithValues: bundle.tensors.map { ($0.name, try bundle.bytes(of: $0.name)) })
        }
    }

    private func verifyLegacy(_ file: Bytes) throws {
        let fileSystem = SimulatedFileSystem()
        try fileSystem.create("m").write(Array(file))
        try LegacyCheckpointReader(path: "m", fileSystem: fileSystem).verify()
    }

    /// A mutated header may name data files that are not there, which is a file's fault and no format's.
    private func translatingMissingFiles<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as FileError {
            throw FormatError(.notFound, format: "checkpoint", error.reason)
        }
    }

    private func readEntry(_ entry: BundleEntryProto) throws {
        var header = BundleHeaderProto()
        header.shardCount = 1
        var table = TableWriter()
        table.add([], header.serialized())
        table.add(Array("t".utf8), entry.serialized())
        let index = Bytes(table.finish())
        _ = try openBundle(index: index, data: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]).bytes(of: "t")
    }
}
