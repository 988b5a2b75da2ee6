/// What a command prints: text for people, or one JSON value.
struct Output {
    private(set) var text = ""

    /// Adds a line.
    mutating func line(_ line: String = "") { text += line + "\n" }

    /// Adds rows with their columns one under the other.
    mutating func table(_ rows: [[String]], indentation: Int = 2) {
        guard let columns = rows.map(\.count).max() else { return }
        let widths = (0..<columns).map { column in rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0 }
        for row in rows {
            var line = String(repeating: " ", count: indentation)
            for (column, cell) in row.enumerated() {
                line += cell
                if column + 1 < row.count {
                    line += String(repeating: " ", count: widths[column] - cell.count + 2)
                }
            }
            while line.last == " " { line.removeLast() }
            self.line(line)
        }
    }

    /// Adds a JSON value on a line of its own.
    mutating func json(_ value: JSONValue) { line(value.text) }
}

/// Sizes and counts in words.
enum Words {
    /// A number of bytes, such as `1.2 MB`.
    static func bytes(_ count: Int) -> String {
        for (unit, name) in [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")] where count >= unit {
            let tenths = (count * 10 + unit / 2) / unit
            return "\(tenths / 10).\(tenths % 10) \(name)"
        }
        return count == 1 ? "1 byte" : "\(count) bytes"
    }

    /// A number of things, such as `3 nodes`.
    static func count(_ count: Int, _ thing: String, plural: String? = nil) -> String {
        "\(count) \(count == 1 ? thing : plural ?? thing + "s")"
    }
}
