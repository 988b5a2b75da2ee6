/// The names in use in a graph, uniqued exactly as TensorFlow 1's `Graph.unique_name`: without regard to case, and
/// counting up per requested name.
struct NameTable: Sendable {
    private struct Entry {
        /// How many times the name was asked for.
        var uses: Int
        /// The node of that name, -1 if it is a scope or was only reserved.
        var node: Int32
    }

    private var entries: [NameKey: Entry] = [:]
    /// Nodes whose names differ from another's in case only; a file may hold such.
    private var caseVariants: [String: Int32] = [:]

    /// A name that nothing in the graph has, from the requested one: `name`, `name_1`, `name_2`…
    mutating func makeUnique(_ name: String) -> String {
        let key = NameKey(name)
        guard let entry = entries[key] else {
            entries[key] = Entry(uses: 1, node: -1)
            return name
        }
        entries[key]!.uses = entry.uses + 1
        var suffix = entry.uses
        var candidate: String
        repeat {
            candidate = "\(name)_\(suffix)"
            suffix += 1
        } while entries[NameKey(candidate)] != nil
        entries[NameKey(candidate)] = Entry(uses: 1, node: -1)
        return candidate
    }

    /// The name itself if it is free or is only a scope's, as for an op that takes the name of the scope it was built
    /// in; made unique otherwise.
    mutating func makeLiteral(_ name: String) -> String {
        if let entry = entries[NameKey(name)], entry.node >= 0 { return makeUnique(name) }
        return name
    }

    /// Whether a node or scope has this name, case aside.
    func contains(_ name: String) -> Bool { entries[NameKey(name)] != nil }

    /// Records that node `index` has the name, which must be in the table or new.
    mutating func assign(_ name: String, to index: Int32) {
        let key = NameKey(name)
        if let entry = entries[key] {
            if entry.node >= 0 {
                caseVariants[name] = index
            } else {
                entries[key]!.node = index
            }
        } else {
            entries[key] = Entry(uses: 1, node: index)
        }
    }

    /// The node whose name equals `name` without regard to case, or an exact variant; the caller compares exactly.
    func candidates(_ name: String) -> [Int32] {
        var result: [Int32] = []
        if let entry = entries[NameKey(name)], entry.node >= 0 { result.append(entry.node) }
        if let variant = caseVariants[name] { result.append(variant) }
        return result
    }
}

/// A name compared without regard to ASCII case; op names are ASCII.
struct NameKey: Hashable, Sendable {
    let name: String

    init(_ name: String) { self.name = name }

    private static func folded(_ byte: UInt8) -> UInt8 { byte &- 65 < 26 ? byte | 32 : byte }

    static func == (left: NameKey, right: NameKey) -> Bool {
        let (a, b) = (left.name.utf8, right.name.utf8)
        guard a.count == b.count else { return false }
        if left.name == right.name { return true }
        return zip(a, b).allSatisfy { folded($0) == folded($1) }
    }

    func hash(into hasher: inout Hasher) {
        // FNV-1a over the folded bytes, then one word into the hasher: names are long and hashed on every node.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(Self.folded(byte))) &* 0x0000_0100_0000_01b3 }
        hasher.combine(hash)
    }
}
