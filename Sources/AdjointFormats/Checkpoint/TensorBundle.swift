/// TensorFlow's checkpoints of the second format: `PREFIX.index`, a sorted table that says of every tensor where its
/// bytes are, and `PREFIX.data-00000-of-00001`, or more, which hold them.
public enum TensorBundle {
    /// The version of the format.
    static let version: Int32 = 1

    /// The path of the index.
    public static func indexPath(_ prefix: String) -> String { "\(prefix).index" }

    /// The path of data file `shard` of `count`.
    public static func dataPath(_ prefix: String, shard: Int, of count: Int) -> String {
        shardPath("\(prefix).data", shard: shard, of: count)
    }

    /// The path of file `shard` of `count` whose names begin with `base`.
    static func shardPath(_ base: String, shard: Int, of count: Int) -> String {
        "\(base)-\(fiveDigits(shard))-of-\(fiveDigits(count))"
    }

    /// Removes the files of a checkpoint, by their exact names, the index first: without it the rest is no checkpoint.
    ///
    /// - Returns: Whether there was one, and its index could be read and removed.
    @discardableResult
    public static func remove(_ prefix: String, fileSystem: some FileSystem = .posix) -> Bool {
        guard let reader = try? TensorBundleReader(prefix: prefix, fileSystem: fileSystem),
            (try? fileSystem.remove(indexPath(prefix))) != nil
        else { return false }
        for shard in 0..<reader.shardCount {
            try? fileSystem.remove(dataPath(prefix, shard: shard, of: reader.shardCount))
        }
        return true
    }

    private static func fiveDigits(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    }
}
