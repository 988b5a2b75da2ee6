import AdjointFormats

/// Keeps the file `checkpoint` of a directory, and removes the checkpoints that are too many.
///
/// All it knows is in that file, so it goes on where an earlier process stopped. Which checkpoints were written by a saver
/// (and so may be removed) stands there in comments, which other readers pass over and other writers drop.
struct CheckpointRetention {
    let directory: String
    /// The path that was asked for, without a step: only checkpoints of this path count and are removed.
    let basePath: String
    let maxToKeep: Int
    let keepEveryHours: Double

    /// Enters a checkpoint that has just been written, and removes those that are too many.
    ///
    /// - Throws: `FileError`. An older checkpoint that cannot be removed is no error; the next save tries again.
    func record(_ prefix: String, at time: Double, durable: Bool, _ fileSystem: some FileSystem) throws {
        // A damaged state file is replaced: it must not keep anybody from saving.
        let old = (try? CheckpointState(directory: directory, fileSystem: fileSystem)) ?? nil
        let path = Path.lastComponent(of: prefix)
        var entries = (old?.entries ?? []).filter { $0.path != path }
        entries.append(CheckpointState.Entry(path: path, time: time))
        var owned = (old?.ownedCheckpointPaths ?? []).filter { $0 != path && isOfThisPath($0) } + [path]
        var lastPreserved = old?.lastPreservedTimestamp ?? time

        // Those still owned but no longer listed are left from a removal that did not take place.
        let listed = Set(entries.map(\.path))
        var removed = owned.filter { !listed.contains($0) }
        var mine = entries.filter { owned.contains($0.path) }
        while maxToKeep > 0, mine.count > maxToKeep {
            let oldest = mine.removeFirst()
            entries.removeAll { $0.path == oldest.path }
            if oldest.time > lastPreserved + keepEveryHours * 3600 {
                lastPreserved = oldest.time
                owned.removeAll { $0 == oldest.path }
            } else {
                removed.append(oldest.path)
            }
        }
        var state = CheckpointState(
            modelCheckpointPath: path, allModelCheckpointPaths: entries.map(\.path),
            allModelCheckpointTimestamps: entries.map(\.time), lastPreservedTimestamp: lastPreserved)
        let foreignOwned = (old?.ownedCheckpointPaths ?? []).filter { !isOfThisPath($0) }
        state.ownedCheckpointPaths = foreignOwned + owned.filter { exists($0, fileSystem) }
        try state.write(directory: directory, fileSystem: fileSystem, isDurable: durable)
        for path in removed { remove(path, fileSystem) }
    }

    /// Whether `path` is the path asked for, or that with a step.
    private func isOfThisPath(_ path: String) -> Bool {
        let base = Path.lastComponent(of: basePath)
        guard path.hasPrefix(base) else { return false }
        let rest = path.dropFirst(base.count)
        return rest.isEmpty || rest.first == "-" && rest.count > 1 && rest.dropFirst().allSatisfy(\.isNumber)
    }

    private func exists(_ path: String, _ fileSystem: some FileSystem) -> Bool {
        let prefix = Path.resolve(path, in: directory)
        return [TensorBundle.indexPath(prefix), prefix].contains { (try? fileSystem.kind(of: $0)) == .file }
    }

    /// Removes the files of a checkpoint, by their exact names.
    private func remove(_ path: String, _ fileSystem: some FileSystem) {
        let prefix = Path.resolve(path, in: directory)
        // Only what can be read as a checkpoint is one.
        if (try? fileSystem.kind(of: TensorBundle.indexPath(prefix))) == .file {
            guard TensorBundle.remove(prefix, fileSystem: fileSystem) else { return }
        } else {
            guard (try? LegacyCheckpointReader(path: prefix, fileSystem: fileSystem)) != nil,
                (try? fileSystem.remove(prefix)) != nil
            else { return }
        }
        try? fileSystem.remove(prefix + ".meta")
    }
}

extension CheckpointState {
    /// A checkpoint that the state lists, with the time of its save, 0 where the state does not say.
    fileprivate struct Entry {
        var path: String
        var time: Double
    }

    fileprivate var entries: [Entry] {
        let hasTimes = allModelCheckpointTimestamps.count == allModelCheckpointPaths.count
        return allModelCheckpointPaths.enumerated().map { index, path in
            Entry(path: path, time: hasTimes ? allModelCheckpointTimestamps[index] : 0)
        }
    }
}
