import Adjoint

/// What a user means by a path: a checkpoint by its prefix, by one of its files or by its directory, a model likewise.
enum NamedFile {
    /// The prefix of the checkpoint that `path` names; a path that ends in `.npz` or `.safetensors` is its own.
    ///
    /// - Throws: `FileError`, `FormatError`; ``CommandFailure`` where there is none, or not one alone.
    static func checkpoint(_ path: String) throws -> String {
        let files = POSIXFileSystem()
        if WeightFile.Format(path: path) != .checkpoint || path.contains("-?????-of-") { return path }
        if try files.kind(of: path + ".index") != nil { return path }
        switch try files.kind(of: path) {
        case .directory: return try latestCheckpoint(in: path)
        case .file:
            var prefixes = [".index", ".meta"].filter { path.hasSuffix($0) }.map { String(path.dropLast($0.count)) }
            if let part = path.ranges(of: ".data-").last { prefixes.append(String(path[..<part.lowerBound])) }
            for prefix in prefixes {
                if try files.kind(of: prefix + ".index") == .file || files.kind(of: prefix) == .file { return prefix }
            }
            return path
        case nil:
            throw CommandFailure(
                .noInput, "\(path): there is no such checkpoint: neither \(path).index nor a file of that name")
        }
    }

    /// The file of the graph that `path` names.
    ///
    /// - Throws: as ``checkpoint(_:)``.
    static func model(_ path: String) throws -> String {
        let files = POSIXFileSystem()
        switch try files.kind(of: path) {
        case .file:
            // A checkpoint of the first format has the name that is the prefix of its graph.
            let isGraph = try files.kind(of: path + ".meta") == nil
            return isGraph ? path : path + ".meta"
        case .directory:
            let names = try files.entries(ofDirectory: path)
            if let model = ["saved_model.pb", "saved_model.pbtxt"].first(where: names.contains) {
                return joined(path, model)
            }
            let models = names.filter { $0.hasSuffix(".meta") }
            if models.count == 1 { return joined(path, models[0]) }
            if models.isEmpty { throw CommandFailure(.noInput, "\(path): there is no model in the directory") }
            return try latestCheckpoint(in: path) + ".meta"
        case nil:
            guard try files.kind(of: path + ".meta") != nil else {
                throw CommandFailure(.noInput, "\(path): there is no such file, and no \(path).meta")
            }
            return path + ".meta"
        }
    }

    /// The checkpoint that the directory's state file names, or the only one there is.
    private static func latestCheckpoint(in directory: String) throws -> String {
        if let latest = try Saver.latestCheckpoint(in: directory) { return latest }
        let found = try POSIXFileSystem().entries(ofDirectory: directory).filter { $0.hasSuffix(".index") }
            .map { String($0.dropLast(".index".count)) }.sorted()
        guard let only = found.first, found.count == 1 else {
            throw CommandFailure(
                .noInput,
                found.isEmpty
                    ? "\(directory): there is no checkpoint in the directory"
                    : "\(directory): there are several checkpoints, name one of them: \(found.joined(separator: ", "))")
        }
        return joined(directory, only)
    }

    private static func joined(_ directory: String, _ name: String) -> String {
        directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
    }
}
