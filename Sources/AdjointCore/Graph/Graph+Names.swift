// What TensorFlow takes as a name, and how the names of scopes and nodes are put together.
extension Graph {
    /// Whether TensorFlow takes `name` as that of an op: `[A-Za-z0-9.][A-Za-z0-9_.\\/>-]*`.
    static func isValidOperationName(_ name: String) -> Bool {
        name.consists(of: .operationName, startingWith: .nameStart)
    }

    /// Whether TensorFlow takes `name` as a scope: `[A-Za-z0-9.][A-Za-z0-9_.\\/-]*` at the root, the second class within.
    static func isValidScopeName(_ name: String, atRoot: Bool) -> Bool {
        name.consists(of: .scopeName, startingWith: atRoot ? .nameStart : .scopeName)
    }

    /// The name of the scope that `name`, for its trailing slash, says is open already; nil where it has none.
    static func nameOfOpenScope(_ name: String) -> String? {
        name.utf8.last == UInt8(ascii: "/") ? String(Substring(name.utf8.dropLast())) : nil
    }

    /// What the names in a scope begin with: `a/b/` for the scope `a/b`, nothing at the root.
    static func prefix(inScope name: String) -> String { name.isEmpty ? "" : name + "/" }
}

/// A set of ASCII characters.
private struct CharacterSet: Sendable {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    init(_ characters: String) {
        for byte in characters.utf8 {
            let bit: UInt64 = 1 << UInt64(byte & 63)
            if byte < 64 { low |= bit } else { high |= bit }
        }
    }

    func contains(_ byte: UInt8) -> Bool {
        guard byte < 128 else { return false }
        return (byte < 64 ? low : high) >> UInt64(byte & 63) & 1 == 1
    }

    static let alphanumerics = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    static let nameStart = CharacterSet(alphanumerics + ".")
    static let scopeName = CharacterSet(alphanumerics + "._\\/-")
    static let operationName = CharacterSet(alphanumerics + "._\\/->")
}

extension String {
    /// Whether the string is not empty, begins with one set of characters and consists of another, which includes it.
    fileprivate func consists(of characters: CharacterSet, startingWith first: CharacterSet) -> Bool {
        var string = self
        return string.withUTF8 { bytes in
            guard let start = bytes.first, first.contains(start) else { return false }
            return bytes.allSatisfy(characters.contains)
        }
    }
}
