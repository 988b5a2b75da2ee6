import Adjoint

/// The paths of MNIST's four files in a directory.
struct MNISTFiles: Equatable {
    let trainImages: String
    let trainLabels: String
    let testImages: String
    let testLabels: String

    /// Finds the files by their names.
    ///
    /// - Throws: `FileError` where the directory cannot be read, ``MissingFile`` where a file is not in it.
    init(directory: String, fileSystem: some FileSystem = .posix) throws {
        let names = try fileSystem.entries(ofDirectory: directory)
        func path(_ words: String...) throws(MissingFile) -> String {
            guard let name = Self.bestName(containing: words, among: names) else {
                throw MissingFile(directory: directory, words: words)
            }
            return directory.hasSuffix("/") ? directory + name : directory + "/" + name
        }
        trainImages = try path("train", "images", "idx3")
        trainLabels = try path("train", "labels", "idx1")
        testImages = try path("t10k", "images", "idx3")
        testLabels = try path("t10k", "labels", "idx1")
    }

    /// The shortest name, first in the alphabet among equals, that contains the words in that order: the plain
    /// `train-images-idx3-ubyte` before a copy's or the compressed file's.
    static func bestName(containing words: [String], among names: [String]) -> String? {
        names.filter { contains($0, words) }.min { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
    }

    private static func contains(_ name: String, _ words: [String]) -> Bool {
        var rest = name[...]
        for word in words {
            guard let range = rest.firstRange(of: word) else { return false }
            rest = rest[range.upperBound...]
        }
        // Hidden files and other formats' companions are no data.
        return !name.hasPrefix(".") && (rest.hasSuffix("ubyte") || rest.hasSuffix("ubyte.gz"))
    }
}

/// A directory lacks one of MNIST's files.
struct MissingFile: Error, CustomStringConvertible {
    let directory: String
    let words: [String]

    var description: String {
        "\(directory): there is no file \(words.joined(separator: "-"))-ubyte, plain or .gz, in this directory"
    }
}
