import Adjoint
import Testing

@testable import mnist

@Suite("Files of the mnist example")
struct MNISTFilesTests {
    private let standard = [
        "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte",
    ]

    /// A directory that lists some names.
    private struct Directory: FileSystem {
        var names: [String]

        func entries(ofDirectory path: String) throws -> [String] { names }
        func read(_ path: String) throws -> Bytes { throw refusal(path) }
        func map(_ path: String) throws -> Bytes { throw refusal(path) }
        func create(_ path: String) throws -> any WritableFile { throw refusal(path) }
        func append(to path: String) throws -> any WritableFile { throw refusal(path) }
        func rename(_ path: String, to newPath: String) throws { throw refusal(path) }
        func link(_ path: String, to newPath: String) throws { throw refusal(path) }
        func remove(_ path: String) throws { throw refusal(path) }
        func removeDirectory(_ path: String) throws { throw refusal(path) }
        func createDirectory(_ path: String) throws { throw refusal(path) }
        func synchronizeDirectory(_ path: String) throws { throw refusal(path) }
        func kind(of path: String) throws -> FileKind? { nil }

        private func refusal(_ path: String) -> FileError {
            FileError(operation: "use", path: path, code: 1, reason: "this directory only lists names")
        }
    }

    private func find(_ names: [String], in directory: String = "data") throws -> [String] {
        let files = try MNISTFiles(directory: directory, fileSystem: Directory(names: names))
        return [files.trainImages, files.trainLabels, files.testImages, files.testLabels]
    }

    @Test("finds the standard names, plain, compressed, with a dot, and with more in them")
    func names() throws {
        for rename in [
            { $0 }, { $0 + ".gz" }, { $0.replacing("-idx", with: ".idx") },
            { $0.replacing("train-", with: "train-first22699-") + ".gz" },
        ] as [(String) -> String] {
            let names = standard.map(rename)
            #expect(
                try find(names.reversed() + ["README.md", ".train-images-idx3-ubyte"]) == names.map { "data/" + $0 })
        }
        #expect(try find(standard, in: "/data/")[0] == "/data/train-images-idx3-ubyte")
    }

    @Test("prefers the plain file to the compressed one and to longer names")
    func preference() throws {
        let names = standard.map { $0 + ".gz" } + standard + standard.map { "old-" + $0 }
        #expect(try find(names) == standard.map { "data/" + $0 })
    }

    @Test("says which file is missing, and where", arguments: 0..<4)
    func missing(index: Int) throws {
        var names = standard
        names.remove(at: index)
        let error = #expect(throws: MissingFile.self) { try find(names) }
        let message = try #require(error).description
        #expect(message.hasPrefix("data: ") && message.contains(standard[index]) && !message.contains("\n"))
    }
}
