import AdjointFormats

/// The files in Tests/Fixtures; each folder there holds the script that made them.
enum Fixture {
    /// The contents of the file at `path` in Tests/Fixtures.
    static func bytes(_ path: String) throws -> [UInt8] {
        Array(try POSIXFileSystem.posix.read(self.path(path)))
    }

    /// The path of a file in Tests/Fixtures.
    static func path(_ path: String, from file: String = #filePath) -> String {
        let tests = file.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        return "\(tests)/Fixtures/\(path)"
    }
}
