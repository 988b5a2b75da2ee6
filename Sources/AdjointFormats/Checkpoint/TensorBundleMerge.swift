extension TensorBundle {
    /// Makes one checkpoint of several, whose data files become its own. TF: `MergeV2Checkpoints`.
    ///
    /// The data files are renamed and the indices removed. Like a save, it replaces an older checkpoint of that prefix in
    /// one step: where that one has as many data files, the new ones are named as if there were one more.
    /// - Parameters:
    ///   - prefixes: The parts, none of which names a tensor of another.
    ///   - prefix: The whole.
    ///   - fileSystem: Where they are.
    ///   - isDurable: Whether to wait until all is on the disk.
    /// - Throws: ``FileError``; ``FormatError`` where a part is damaged, or two name the same tensor.
    public static func merge(
        _ prefixes: [String], to prefix: String, fileSystem: some FileSystem = .posix, isDurable: Bool = true
    ) throws {
        let parts = try prefixes.map { try TensorBundleReader(prefix: $0, fileSystem: fileSystem) }
        let fileCount = parts.reduce(0) { $0 + $1.shardCount }
        let old = try? TensorBundleReader(prefix: prefix, fileSystem: fileSystem)
        let shardCount = old?.shardCount == fileCount ? fileCount + 1 : fileCount
        var entries: [[UInt8]: BundleEntryProto] = [:]
        var renames: [(from: String, to: String)] = []
        for part in parts {
            let first = renames.count
            for (key, entry) in part.indexEntries {
                var moved = entry
                moved.shardID += Int32(clamping: first)
                guard let known = entries.updateValue(moved, forKey: key) else { continue }
                // Only the entry of a whole tensor may stand in several parts: it lists which of its own parts are where.
                guard !entry.slices.isEmpty, !known.slices.isEmpty, known.dtype == entry.dtype,
                    known.shape == entry.shape
                else {
                    throw FormatError(
                        .malformed, format: "checkpoint", "a tensor is in two of the checkpoints that are merged",
                        path: part.prefix)
                }
                moved.slices = known.slices + entry.slices.filter { !known.slices.contains($0) }
                entries[key] = moved
            }
            for shard in 0..<part.shardCount {
                renames.append(
                    (
                        dataPath(part.prefix, shard: shard, of: part.shardCount),
                        dataPath(prefix, shard: renames.count, of: shardCount)
                    ))
            }
        }
        for (from, to) in renames { try fileSystem.rename(from, to: to) }
        if isDurable { try fileSystem.synchronizeDirectory(Path.directory(of: prefix)) }
        try AtomicFile.write(
            TensorBundleWriter.index(entries, shardCount: shardCount), to: indexPath(prefix), fileSystem: fileSystem,
            isDurable: isDurable)
        for part in prefixes { try? fileSystem.remove(indexPath(part)) }
        guard let old, old.shardCount != shardCount else { return }
        for shard in 0..<old.shardCount { try? fileSystem.remove(dataPath(prefix, shard: shard, of: old.shardCount)) }
    }
}
