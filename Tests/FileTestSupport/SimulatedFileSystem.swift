package import AdjointFormats
import Synchronization

/// A disk in memory that can fail at any operation, and can be looked at as a crash would leave it.
package final class SimulatedFileSystem: FileSystem {
    /// What happens from the operation numbered `failingOperation` on.
    package enum Failure {
        /// That operation fails, as on a full disk; later ones work.
        case once
        /// That operation and all later ones fail: the program is dead.
        case crash
    }

    fileprivate struct File {
        var contents: [UInt8] = []
        /// What is sure to be on the disk.
        var synchronized: [UInt8] = []
    }

    fileprivate struct State {
        var files: [Int: File] = [:]
        var names: [String: Int] = [:]
        /// The names that are sure to be on the disk.
        var durableNames: [String: Int] = [:]
        /// The changes of names since, each in one step.
        var pendingChanges: [[String: Int?]] = []
        var operationCount = 0
        var failingOperation: Int?
        var failure = Failure.crash

        mutating func change(_ changes: [String: Int?]) {
            for (name, file) in changes { names[name] = file }
            pendingChanges.append(changes)
        }
    }

    private let state = Mutex(State())

    /// An empty disk.
    package init() {}

    /// How many operations that change the disk have been tried.
    package var operationCount: Int { state.withLock { $0.operationCount } }

    /// Lets the operation `number`, counted from now, fail.
    package func fail(at number: Int, _ failure: Failure) {
        state.withLock {
            $0.operationCount = 0
            $0.failingOperation = number
            $0.failure = failure
        }
    }

    /// Another disk as this one is after the program died.
    package func afterKill() -> SimulatedFileSystem {
        copy { state in state.names.mapValues { state.files[$0]!.contents } }
    }

    /// Another disk as this one is after the power failed: contents that were not synchronized are gone, and of the
    /// changes of names since their directory was, each has happened or not.
    package func afterPowerFailure(seed: UInt64) -> SimulatedFileSystem {
        copy { state in
            var random = SplitMix64(seed: seed)
            var names = state.durableNames
            for changes in state.pendingChanges where Bool.random(using: &random) {
                for (name, file) in changes { names[name] = file }
            }
            return names.mapValues { state.files[$0]!.synchronized }
        }
    }

    /// The names of all files.
    package var paths: [String] { state.withLock { $0.names.keys.sorted() } }

    private func copy(_ contents: (State) -> [String: [UInt8]]) -> SimulatedFileSystem {
        let contents = state.withLock { contents($0) }
        let copy = SimulatedFileSystem()
        copy.state.withLock { state in
            for (index, (name, bytes)) in contents.enumerated() {
                state.files[index] = File(contents: bytes, synchronized: bytes)
                state.names[name] = index
            }
            state.durableNames = state.names
        }
        return copy
    }

    // The operations.

    package func read(_ path: String) throws -> Bytes {
        try state.withLock { state in
            guard let file = state.names[path] else { throw missing(path) }
            return Bytes(state.files[file]!.contents)
        }
    }

    package func map(_ path: String) throws -> Bytes { try read(path) }

    package func create(_ path: String) throws -> any WritableFile {
        try changing(path) { state in
            let file = state.files.count
            state.files[file] = File()
            state.change([path: file])
            return SimulatedFile(self, file, path)
        }
    }

    package func append(to path: String) throws -> any WritableFile {
        guard let file = state.withLock({ $0.names[path] }) else { return try create(path) }
        return try changing(path) { _ in SimulatedFile(self, file, path) }
    }

    package func rename(_ path: String, to newPath: String) throws {
        try changing(path) { state in
            guard let file = state.names[path] else { throw missing(path) }
            state.change([path: nil, newPath: file])
        }
    }

    package func link(_ path: String, to newPath: String) throws {
        try changing(path) { state in
            guard let file = state.names[path], state.names[newPath] == nil else { throw missing(path) }
            state.change([newPath: file])
        }
    }

    package func remove(_ path: String) throws {
        try changing(path) { state in
            guard state.names[path] != nil else { throw missing(path) }
            state.change([path: nil])
        }
    }

    package func entries(ofDirectory path: String) throws -> [String] {
        state.withLock {
            $0.names.keys.filter { $0.hasPrefix(path + "/") }.map { String($0.dropFirst(path.count + 1)) }
        }
    }

    // Directories are no more than parts of names here.
    package func createDirectory(_ path: String) throws {}
    package func removeDirectory(_ path: String) throws {}

    package func synchronizeDirectory(_ path: String) throws {
        try changing(path) { state in
            state.durableNames = state.names
            state.pendingChanges = []
        }
    }

    package func kind(of path: String) throws -> FileKind? { state.withLock { $0.names[path] == nil ? nil : .file } }

    fileprivate func write(_ bytes: [UInt8], to file: Int, _ path: String) throws {
        do {
            try changing(path) { $0.files[file]!.contents += bytes }
        } catch {
            // The part that still fitted.
            state.withLock { $0.files[file]!.contents += bytes.prefix(bytes.count / 2) }
            throw error
        }
    }

    fileprivate func synchronize(_ file: Int, _ path: String) throws {
        try changing(path) { $0.files[file]!.synchronized = $0.files[file]!.contents }
    }

    /// Counts an operation, and fails where it is this one's turn.
    fileprivate func changing<Result>(_ path: String, _ body: (inout State) throws -> Result) throws -> Result {
        try state.withLock { state in
            defer { state.operationCount += 1 }
            if let failing = state.failingOperation {
                let fails = state.failure == .once ? state.operationCount == failing : state.operationCount >= failing
                if fails {
                    throw FileError(operation: "write", path: path, code: 28, reason: "No space left on device")
                }
            }
            return try body(&state)
        }
    }

    private func missing(_ path: String) -> FileError {
        FileError(operation: "open", path: path, code: 2, reason: "No such file or directory")
    }
}

private final class SimulatedFile: WritableFile {
    private let fileSystem: SimulatedFileSystem
    private let file: Int
    private let path: String

    init(_ fileSystem: SimulatedFileSystem, _ file: Int, _ path: String) {
        (self.fileSystem, self.file, self.path) = (fileSystem, file, path)
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws { try fileSystem.write(Array(bytes), to: file, path) }
    func synchronize() throws { try fileSystem.synchronize(file, path) }
    func close() throws { try fileSystem.changing(path) { _ in } }
}
