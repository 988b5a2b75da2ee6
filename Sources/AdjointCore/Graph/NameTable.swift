/// The names in use in a graph, uniqued exactly as TensorFlow 1's `Graph.unique_name`: without regard to case, and
/// counting up per requested name.
///
/// An open-addressing hash table of its own rather than a `Dictionary`: every node takes a look-up of a long string,
/// and this one hashes it once, eight bytes at a time.
struct NameTable: Sendable {
    private struct Entry {
        /// The name as it was first asked for.
        let name: String
        let hash: UInt64
        /// How many times the name was asked for.
        var uses: Int32
        /// The node of that name, -1 if it is a scope or was only reserved.
        var node: Int32
    }

    private var entries: [Entry] = []
    /// Indices of entries where linear probing from their hash puts them, -1 where there is none. The count is a power
    /// of two, and at least a quarter of it is free.
    private var slots: [Int32] = []
    /// Names come from files too; nobody shall know which ones collide.
    private let seed = UInt64.random(in: .min ... .max)
    /// Nodes whose names differ from another's in case only; a file may hold such.
    private var caseVariants: [String: Int32] = [:]

    /// A name that nothing in the graph has, from the requested one: `name`, `name_1`, `name_2`…
    ///
    /// - Parameter node: The node that takes it; -1 if it is a scope's or only reserved.
    mutating func makeUnique(_ name: String, for node: Int32 = -1) -> String {
        let hash = FoldedName.hash(name, seed: seed)
        guard let index = find(name, hash) else {
            insert(name, hash, node: node)
            return name
        }
        var suffix = entries[index].uses
        entries[index].uses += 1
        while true {
            let candidate = name + "_" + String(suffix)
            let candidateHash = FoldedName.hash(candidate, seed: seed)
            if find(candidate, candidateHash) == nil {
                insert(candidate, candidateHash, node: node)
                return candidate
            }
            suffix += 1
        }
    }

    /// The name itself if it is free or is only a scope's, as for an op that takes the name of the scope it was built
    /// in; made unique otherwise.
    mutating func makeLiteral(_ name: String, for node: Int32) -> String {
        let hash = FoldedName.hash(name, seed: seed)
        if let index = find(name, hash) {
            if entries[index].node >= 0 { return makeUnique(name, for: node) }
            entries[index].node = node
        } else {
            insert(name, hash, node: node)
        }
        return name
    }

    /// Whether a node or scope has this name, case aside.
    func contains(_ name: String) -> Bool { find(name, FoldedName.hash(name, seed: seed)) != nil }

    /// Records that node `index` has the name, which must be in the table or new.
    mutating func assign(_ name: String, to index: Int32) {
        let hash = FoldedName.hash(name, seed: seed)
        if let entry = find(name, hash) {
            if entries[entry].node >= 0 {
                caseVariants[name] = index
            } else {
                entries[entry].node = index
            }
        } else {
            insert(name, hash, node: index)
        }
    }

    /// The node whose name equals `name` without regard to case, or an exact variant; the caller compares exactly.
    func candidates(_ name: String) -> [Int32] {
        var result: [Int32] = []
        if let index = find(name, FoldedName.hash(name, seed: seed)), entries[index].node >= 0 {
            result.append(entries[index].node)
        }
        if let variant = caseVariants[name] { result.append(variant) }
        return result
    }

    private func find(_ name: String, _ hash: UInt64) -> Int? {
        guard !slots.isEmpty else { return nil }
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            let index = Int(slots[slot])
            if entries[index].hash == hash, FoldedName.areEqual(entries[index].name, name) { return index }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private mutating func insert(_ name: String, _ hash: UInt64, node: Int32) {
        entries.append(Entry(name: name, hash: hash, uses: 1, node: node))
        if entries.count * 4 > slots.count * 3 {
            slots = Array(repeating: -1, count: max(64, slots.count * 2))
            for index in entries.indices { place(index) }
        } else {
            place(entries.count - 1)
        }
    }

    private mutating func place(_ index: Int) {
        var slot = Int(truncatingIfNeeded: entries[index].hash) & (slots.count - 1)
        while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = Int32(index)
    }
}

/// Names compared without regard to ASCII case; op names are ASCII.
enum FoldedName {
    /// A hash that is the same for names that differ only in case.
    static func hash(_ name: String, seed: UInt64) -> UInt64 {
        var name = name
        return name.withUTF8 { bytes in
            var hash = seed ^ UInt64(bytes.count)
            forEachWord(bytes) { word in
                // The halves of a product with an odd constant hold every bit of the word.
                let product = (hash ^ folded(word)).multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
                hash = product.high ^ product.low
            }
            return hash ^ (hash >> 32)
        }
    }

    /// Whether two names are equal, case aside.
    static func areEqual(_ left: String, _ right: String) -> Bool {
        guard left.utf8.count == right.utf8.count else { return false }
        if left == right { return true }
        return zip(left.utf8, right.utf8).allSatisfy { folded(UInt64($0)) == folded(UInt64($1)) }
    }

    private static func forEachWord(_ bytes: UnsafeBufferPointer<UInt8>, _ body: (UInt64) -> Void) {
        let raw = UnsafeRawBufferPointer(bytes)
        var offset = 0
        while offset + 8 <= raw.count {
            body(raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset += 8
        }
        guard offset < raw.count else { return }
        var rest: UInt64 = 0
        for index in offset..<raw.count { rest = rest << 8 | UInt64(raw[index]) }
        body(rest)
    }

    /// Eight bytes, with `A`…`Z` made lower case.
    private static func folded(_ word: UInt64) -> UInt64 {
        let lowBits: UInt64 = 0x7f7f_7f7f_7f7f_7f7f
        let ones: UInt64 = 0x0101_0101_0101_0101
        let bytes = word & lowBits
        // The high bit of each byte: from `A` on, beyond `Z`, and not ASCII at all.
        let fromA = bytes + ones * (0x80 - 0x41)
        let beyondZ = bytes + ones * (0x80 - 0x5b)
        let upper = fromA & ~beyondZ & ~word & ~lowBits
        return word | upper >> 2
    }
}
