/// TensorFlow's checkpoints of the second format: `PREFIX.index`, a sorted table that says of every tensor where its
/// bytes are, and `PREFIX.data-00000-of-00001`, or more, which hold them.
public enum TensorBundle {
    /// The version of the format.
    static let version: Int32 = 1

    /// The path of the index.
    public static func indexPath(_ prefix: String) -> String { "\(prefix).index" }

    /// The path of data file `shard` of `count`.
    public static func dataPath(_ prefix: String, shard: Int, of count: Int) -> String {
        "\(prefix).data-\(fiveDigits(shard))-of-\(fiveDigits(count))"
    }

    private static func fiveDigits(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    }
}
