import AdjointFormats
import FileTestSupport
import Foundation
import Testing

@Suite("POSIX file system")
struct POSIXFileSystemTests {
    private let fileSystem = POSIXFileSystem.posix

    @Test("gives back what was written, read and mapped, also where it is nothing")
    func contents() throws {
        try withTemporaryDirectory { directory in
            for contents in [[], [1, 2, 3], [UInt8](repeating: 9, count: 3_000_000)] as [[UInt8]] {
                let path = "\(directory)/file"
                let file = try fileSystem.create(path)
                try file.write(contents)
                try file.synchronize()
                try file.close()
                #expect(try fileSystem.read(path) == Bytes(contents))
                #expect(try fileSystem.map(path) == Bytes(contents))
            }
        }
    }

    @Test("a mapped file outlives its name")
    func mappedFile() throws {
        try withTemporaryDirectory { directory in
            let path = "\(directory)/file"
            try fileSystem.create(path).write([1, 2, 3])
            let part = try fileSystem.map(path)[1..<3]
            try fileSystem.remove(path)
            #expect(part == [2, 3])
        }
    }

    @Test("appends, renames, links, lists and removes")
    func names() throws {
        try withTemporaryDirectory { directory in
            try fileSystem.createDirectory("\(directory)/a/b")
            try fileSystem.createDirectory("\(directory)/a/b")
            let path = { (name: String) in "\(directory)/a/b/\(name)" }
            try fileSystem.append(to: path("1")).write([1])
            try fileSystem.append(to: path("1")).write([2])
            try fileSystem.link(path("1"), to: path("2"))
            #expect(throws: FileError.self) { try fileSystem.link(path("1"), to: path("2")) }
            try fileSystem.rename(path("1"), to: path("3"))
            try fileSystem.synchronizeDirectory("\(directory)/a/b")
            #expect(try fileSystem.entries(ofDirectory: "\(directory)/a/b").sorted() == ["2", "3"])
            #expect(try fileSystem.read(path("3")) == [1, 2])
            #expect(try fileSystem.kind(of: path("3")) == .file)
            #expect(try fileSystem.kind(of: "\(directory)/a") == .directory)
            #expect(try fileSystem.kind(of: path("1")) == nil)
            try fileSystem.remove(path("2"))
            #expect(try fileSystem.entries(ofDirectory: "\(directory)/a/b") == ["3"])
        }
    }

    @Test("says what it could not do, to which file, and why")
    func errors() throws {
        try withTemporaryDirectory { directory in
            #expect {
                try fileSystem.read("\(directory)/none")
            } throws: {
                ($0 as? FileError)?.description == "\(directory)/none: cannot open: No such file or directory"
            }
            for operation in [
                { try fileSystem.remove("\(directory)/none") }, { try fileSystem.rename("\(directory)/none", to: "x") },
                { _ = try fileSystem.map("\(directory)/none") }, { _ = try fileSystem.create("\(directory)/none/x") },
                { _ = try fileSystem.entries(ofDirectory: "\(directory)/none") },
            ] as [() throws -> Void] {
                #expect { try operation() } throws: { ($0 as? FileError)?.isMissing == true }
            }
            try fileSystem.create("\(directory)/file").close()
            #expect(throws: FileError.self) { try fileSystem.createDirectory("\(directory)/file/x") }
            #expect(throws: FileError.self) { try fileSystem.createDirectory("\(directory)/file") }
        }
    }

    @Test("checkpoints are saved, saved again and read on it")
    func checkpoints() throws {
        try withTemporaryDirectory { directory in
            let prefix = "\(directory)/model.ckpt"
            for value: UInt8 in 1...3 {
                var writer = try TensorBundleWriter(prefix: prefix)
                try [value].withUnsafeBytes { try writer.add("v", dtype: .uint8, shape: [1], bytes: $0) }
                try writer.finish()
                #expect(try Checkpoint.open(prefix).bytes(of: "v") == [value])
                #expect(
                    try fileSystem.entries(ofDirectory: directory).sorted() == [
                        "model.ckpt.data-00000-of-00001", "model.ckpt.index",
                    ])
            }
        }
    }
}
