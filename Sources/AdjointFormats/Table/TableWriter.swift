import AdjointKernels

/// Writes a sorted table, block by block, byte for byte as TensorFlow does; see ``Table``.
package struct TableWriter {
    /// A block ends once it is this large.
    private let blockSize: Int
    /// What has been written since ``takeBytes()``.
    private var output: [UInt8] = []
    /// How many bytes were taken before.
    private var taken = 0
    private var block = TableBlockBuilder(restartInterval: 16)
    private var index = TableBlockBuilder(restartInterval: 1)
    private var lastKey: [UInt8] = []
    /// The last block, whose index entry waits for the key that follows it.
    private var pending: Table.Handle?
    private var isEmpty = true

    /// A table without entries. `blockSize` is TensorFlow's where it is left out.
    package init(blockSize: Int = 262_144) {
        self.blockSize = blockSize
    }

    /// Adds an entry; its key must be greater than all before.
    package mutating func add(_ key: [UInt8], _ value: [UInt8]) {
        precondition(isEmpty || lastKey.lexicographicallyPrecedes(key), "keys must ascend")
        isEmpty = false
        flushIndexEntry(key: { Self.separator(after: $0, before: key) })
        block.add(key, value)
        lastKey = key
        if block.size >= blockSize { finishBlock() }
    }

    /// What has been written since the last call.
    mutating func takeBytes() -> [UInt8] {
        defer { output = [] }
        taken += output.count
        return output
    }

    /// Writes what is left, and returns what has been written since the last ``takeBytes()``.
    package consuming func finish() -> [UInt8] {
        finishBlock()
        let metaIndex = write(TableBlockBuilder(restartInterval: 16))
        flushIndexEntry(key: Self.successor)
        let indexHandle = write(index)
        var footer = metaIndex.encoded + indexHandle.encoded
        footer += [UInt8](repeating: 0, count: Table.footerSize - 8 - footer.count)
        withUnsafeBytes(of: Table.magic.littleEndian) { footer.append(contentsOf: $0) }
        return output + footer
    }

    private mutating func finishBlock() {
        guard !block.isEmpty else { return }
        pending = write(block)
        block = TableBlockBuilder(restartInterval: 16)
    }

    private mutating func flushIndexEntry(key: ([UInt8]) -> [UInt8]) {
        guard let handle = pending else { return }
        index.add(key(lastKey), handle.encoded)
        pending = nil
    }

    private mutating func write(_ block: TableBlockBuilder) -> Table.Handle {
        let contents = block.finish()
        let handle = Table.Handle(offset: taken + output.count, size: contents.count)
        output += contents
        output.append(Table.Compression.none.rawValue)
        let checked = output[(output.count - contents.count - 1)...]
        let checksum = CRC32C.masked(checked.withUnsafeBytes { CRC32C.checksum($0) })
        withUnsafeBytes(of: checksum.littleEndian) { output.append(contentsOf: $0) }
        return handle
    }

    /// The shortest key that is not less than `key` and less than `next`, as far as one raised byte finds it.
    private static func separator(after key: [UInt8], before next: [UInt8]) -> [UInt8] {
        guard let difference = zip(key, next).enumerated().first(where: { $1.0 != $1.1 })?.offset else { return key }
        guard key[difference] < 0xff, key[difference] + 1 < next[difference] else { return key }
        return key[..<difference] + [key[difference] + 1]
    }

    /// The shortest key that is greater than `key`, as far as one raised byte finds it.
    private static func successor(of key: [UInt8]) -> [UInt8] {
        guard let raised = key.firstIndex(where: { $0 != 0xff }) else { return key }
        return key[..<raised] + [key[raised] + 1]
    }
}

/// Collects the entries of one block, each without what its key shares with the one before.
private struct TableBlockBuilder {
    private let restartInterval: Int
    private var entries: [UInt8] = []
    private var restarts: [UInt32] = [0]
    private var sinceRestart = 0
    private var lastKey: [UInt8] = []

    init(restartInterval: Int) {
        self.restartInterval = restartInterval
    }

    var isEmpty: Bool { entries.isEmpty }

    /// The size that the block will have.
    var size: Int { entries.count + 4 * restarts.count + 4 }

    mutating func add(_ key: [UInt8], _ value: [UInt8]) {
        var shared = 0
        if sinceRestart < restartInterval {
            shared = zip(lastKey, key).prefix { $0 == $1 }.count
        } else {
            restarts.append(UInt32(entries.count))
            sinceRestart = 0
        }
        var header = ProtobufWriter()
        for size in [shared, key.count - shared, value.count] { header.varint(UInt64(size)) }
        entries += header.bytes
        entries += key[shared...]
        entries += value
        lastKey = key
        sinceRestart += 1
    }

    func finish() -> [UInt8] {
        var block = entries
        for number in restarts + [UInt32(restarts.count)] {
            withUnsafeBytes(of: number.littleEndian) { block.append(contentsOf: $0) }
        }
        return block
    }
}
