import AdjointFormats
import FileTestSupport
import Testing

@Suite("npy and npz")
struct NPYTests {
    @Test("NumPy's files are read, and written again byte for byte", arguments: ArrayGoldens.arrays.keys.sorted())
    func goldens(name: String) throws {
        let file = try Fixture.bytes("arrays/\(name).npy")
        let array = try NPY.decode(Bytes(file))
        #expect(array == ArrayGoldens.arrays[name])
        #expect(try NPY.encode(array) == file)
    }

    @Test("other orders of elements and bytes are rearranged")
    func orders() throws {
        let fortran = try NPY.decode(Bytes(try Fixture.bytes("arrays/fortran.npy")))
        #expect(fortran == ArrayGoldens.array(.int16, [2, 3, 4], Array(0..<24) as [Int16]))
        let bigEndian = try NPY.decode(Bytes(try Fixture.bytes("arrays/big-endian.npy")))
        #expect(bigEndian == ArrayGoldens.arrays["float32"])
        let text = try NPY.decode(Bytes(try Fixture.bytes("arrays/big-endian-text.npy")))
        #expect(text.strings == [Bytes("ab".utf8), Bytes("c".utf8)])
    }

    @Test("archives of NumPy are read, stored and compressed")
    func archives() throws {
        let stored = try NPZ(contentsOf: Fixture.path("arrays/stored.npz"))
        #expect(stored.names == ["a:0", "b/c"])
        #expect(try stored.array(named: "a:0") == ArrayGoldens.arrays["float32"])
        #expect(try stored.array(named: "b/c") == ArrayGoldens.arrays["text"])
        #expect { try stored.array(named: "d") } throws: { ($0 as? FormatError)?.kind == .notFound }

        let compressed = try NPZ(contentsOf: Fixture.path("arrays/compressed.npz"))
        #expect(
            try compressed.array(named: "x") == ArrayGoldens.array(.int32, [3000], (0..<3000).map { Int32($0 % 17) }))
    }

    @Test("archives give back what was written", arguments: [false, true])
    func roundTrip(isCompressed: Bool) throws {
        let fileSystem = SimulatedFileSystem()
        let arrays = ArrayGoldens.arrays.sorted { $0.key < $1.key }.map { (name: $0.key, array: $0.value) }
        try NPZ.write(arrays, to: "dir/a.npz", isCompressed: isCompressed, fileSystem: fileSystem)
        #expect(fileSystem.paths == ["dir/a.npz"])
        let archive = try NPZ(contentsOf: "dir/a.npz", fileSystem: fileSystem)
        #expect(archive.names == arrays.map(\.name))
        for (name, array) in arrays { #expect(try archive.array(named: name) == array) }
    }

    @Test("throw where they are cut at any byte")
    func truncation() throws {
        Damage.expectTruncationsThrow(try Fixture.bytes("arrays/text.npy")) { _ = try NPY.decode($0) }
        Damage.expectTruncationsThrow(try Fixture.bytes("arrays/stored.npz")) { try readAll($0) }
    }

    @Test("detect every flipped bit of an archive, or read the same arrays")
    func bitFlips() throws {
        try Damage.expectBitFlipsAreDetectedOrHarmless(try Fixture.bytes("arrays/stored.npz")) { file in
            let archive = try NPZ(file)
            // A damaged name is seen when its array is asked for.
            return try ["a:0", "b/c"].map { try archive.array(named: $0) }
        }
    }

    @Test("never trap on mutated files")
    func mutation() throws {
        let files = try ["text", "float32", "fortran", "int32", "bytes"].map { try Fixture.bytes("arrays/\($0).npy") }
        try Damage.expectMutantsOnlyThrow(files, count: 2000) { _ = try NPY.decode($0) }
        let archives = try ["stored", "compressed"].map { try Fixture.bytes("arrays/\($0).npz") }
        try Damage.expectMutantsOnlyThrow(archives, count: 1000) { try readAll($0) }
    }

    @Test(
        "refuse headers that make no sense",
        arguments: [
            "", "{}", "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)", "{'descr': '<f4', 'shape': (1,), }",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }",
            "{'descr': '<q4', 'fortran_order': False, 'shape': (1,)}",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807, 8), }",
            "{'descr': '<f4', 'fortran_order': 1, 'shape': (1,), }",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), } x",
            "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }",
            "{'descr': '<U0', 'fortran_order': False, 'shape': (1000000000000,), }",
            "{'descr': '<U9223372036854775807', 'fortran_order': False, 'shape': (1,), }",
            "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }",
        ])
    func malformedHeader(header: String) {
        let size = [UInt8(header.utf8.count), 0]
        #expect(throws: FormatError.self) {
            try NPY.decode(Bytes([0x93] + Array("NUMPY".utf8) + [1, 0] + size + Array(header.utf8) + [0, 0, 0, 0]))
        }
    }

    private func readAll(_ file: Bytes) throws {
        let archive = try NPZ(file)
        for name in archive.names { _ = try archive.array(named: name) }
    }
}
