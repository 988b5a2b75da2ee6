/// Puts a new checkpoint in the place of an old one with the same prefix.
///
/// A checkpoint is two files, and no file system renames two at once. What makes the change atomic is that the index
/// says in how many data files the tensors are, and that this number stands in the data files' names: the new data are
/// put where the old index does not look, and then the index is renamed, which is one step.
///
/// So in the place of `PREFIX.data-00000-of-00001` comes first `PREFIX.data-00000-of-00002`, with an index that says two
/// (that the second file holds no tensor, and does not exist, is no fault to any reader), and after that index is in
/// place, the same data move to the usual name by a second link to the same file and another change of the index.
///
/// The old data are removed before their name is used again, as nothing reads them any more. To rename over them would do
/// as well, but some file systems (ext4 among them) then begin to write the new data to the disk, so that nobody finds
/// an empty file after a crash, and who removes data that are being written waits for the disk. Whoever wants the disk
/// to have the data has asked for it.
struct TensorBundleReplacement {
    let prefix: String
    let fileSystem: any FileSystem
    let isDurable: Bool

    /// Moves the data from the temporary file `data` into place, together with `index(n)`, which finds them in `n` files.
    func commit(data: String, index: (_ shardCount: Int) -> [UInt8]) throws {
        let old = liveShardCount()
        guard old == 1 else {
            try fileSystem.rename(data, to: dataPath(of: 1))
            try commit(index(1))
            if let old { removeData(of: old) }
            return
        }
        try fileSystem.rename(data, to: dataPath(of: 2))
        try commit(index(2))
        // The new checkpoint is in place. What follows restores the usual name, where the file system has links.
        removeData(of: 1)
        guard (try? fileSystem.link(dataPath(of: 2), to: dataPath(of: 1))) != nil else { return }
        try commit(index(1))
        removeData(of: 2)
    }

    /// Renames the index into place once the data's name is sure to outlive a crash.
    private func commit(_ index: [UInt8]) throws {
        if isDurable { try fileSystem.synchronizeDirectory(Path.directory(of: prefix)) }
        try AtomicFile.write(
            index, to: TensorBundle.indexPath(prefix), fileSystem: fileSystem, isDurable: isDurable)
    }

    /// The number of data files of the checkpoint that stands there now; nil where there is none that can be read.
    private func liveShardCount() -> Int? {
        try? TensorBundleReader(prefix: prefix, fileSystem: fileSystem).shardCount
    }

    private func dataPath(of shardCount: Int) -> String { TensorBundle.dataPath(prefix, shard: 0, of: shardCount) }

    /// Removes the data files that the index no longer names. What cannot be removed is only in the way.
    private func removeData(of shardCount: Int) {
        for shard in 0..<shardCount {
            guard (try? fileSystem.remove(TensorBundle.dataPath(prefix, shard: shard, of: shardCount))) != nil else {
                return
            }
        }
    }
}
