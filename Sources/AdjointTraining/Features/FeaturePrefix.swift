import AdjointCore
import AdjointFormats
import AdjointRuntime

/// One request to a cache: a frozen prefix, the examples that go through it, and what both are worth.
struct FeaturePrefix {
    let tensor: Tensor
    let session: Session
    private let examples: NDArray
    private let input: Tensor
    private let feeds: Feeds
    private let prefix: FrozenPrefix
    /// The dimensions of a row of the result.
    let rowDimensions: [Int]

    init(of tensor: Tensor, in session: Session, examples: NDArray, input: Tensor, feeds: Feeds) throws {
        guard examples.rank > 0, !examples.dtype.isManaged else {
            throw FeatureCacheError.badExamples(
                "examples are rows of numbers, not \(examples.dtype.name) \(examples.shape)")
        }
        guard feeds[input] == nil else {
            throw FeatureCacheError.badExamples("'\(input.name)' takes the examples and cannot be fed beside them")
        }
        self.tensor = tensor
        self.session = session
        self.examples = examples
        self.input = input
        self.feeds = feeds
        prefix = try FrozenPrefix(of: tensor, fed: [input] + feeds.entries.map(\.tensor))
        let sample = Self.feeds(input, examples.rows(0..<min(1, examples.dimensions[0])), feeds)
        let executed = try session.executedNodes(fetches: [tensor], feeding: sample)
        for index in executed.nodes where executed.snapshot.changesFromRunToRun(index) {
            let node = executed.snapshot[index]
            throw FeatureCacheError.changesFromRunToRun(
                operation: node.name, type: node.type, isRandom: node.definition?.traits.isRandom ?? false)
        }
        if examples.dimensions[0] > 0 {
            let value = try session.run(tensor, feeding: sample)
            guard value.rank > 0, value.dimensions[0] == 1, !value.dtype.isManaged else {
                throw FeatureCacheError.noRows(tensor: tensor.name, shape: value.shape)
            }
            rowDimensions = Array(value.dimensions.dropFirst())
        } else {
            guard let dimensions = tensor.shape.partialDimensions?.dropFirst(), !dimensions.contains(nil) else {
                throw FeatureCacheError.noRows(tensor: tensor.name, shape: tensor.shape)
            }
            rowDimensions = dimensions.map { $0! }
        }
    }

    private static func feeds(_ input: Tensor, _ rows: NDArray, _ others: Feeds) -> Feeds {
        var feeds = others
        feeds[input] = rows
        return feeds
    }

    // MARK: The fingerprint

    func header(rowsPerRecord: Int) throws -> FeatureHeader {
        var header = FeatureHeader()
        header.tensor = tensor.name
        header.input = input.name
        header.dtype = DataType(rawValue: tensor.dtype.rawValue)
        header.rowDimensions = rowDimensions.map { Int64($0) }
        header.rowCount = Int64(examples.dimensions[0])
        header.rowsPerRecord = Int64(rowsPerRecord)
        header.kernels = session.kernels
        header.operations = prefix.parts
        header.weights = try weights()
        header.feeds = feeds.entries.map { tensor, value in
            FeatureHeader.Part(name: tensor.name, digest: value.feedValue(as: tensor.dtype).digest)
        }
        header.inputType = "\(examples.dtype.name) \(examples.shape)"
        header.inputRows = inputRows()
        return header
    }

    /// The variables with the digests of their values now.
    func weights() throws -> [FeatureHeader.Part] {
        let variables = prefix.variables
        return try session.withValues(ofStates: variables.map(\.identity)) { values, _ in
            try zip(variables.map(\.name), values).map { name, value in
                guard let value else {
                    throw GraphError(
                        .uninitializedVariables, "'\(name)' has no value in this session",
                        remedy: "initialize or restore it")
                }
                var bytes = CanonicalBytes()
                bytes.append(value)
                return FeatureHeader.Part(name: name, digest: Bytes(bytes.digest.bytes))
            }
        }
    }

    private func inputRows() -> Bytes {
        let rowCount = examples.dimensions[0]
        let rowByteCount = rowCount == 0 ? 0 : examples.byteCount / rowCount
        return examples.withUnsafeBytes { rows in
            Bytes(count: rowCount * 8) { target in
                for row in 0..<rowCount {
                    let bytes = UnsafeRawBufferPointer(
                        rebasing: rows[row * rowByteCount..<(row + 1) * rowByteCount])
                    for (place, byte) in Digest(bytes).bytes.prefix(8).enumerated() {
                        target.initializeElement(at: row * 8 + place, to: byte)
                    }
                }
            }
        }
    }

    func fileName(of header: FeatureHeader) -> String {
        Self.stem(of: header) + Digest(header.serialized()).shortText + FeatureDirectory.suffix
    }

    /// The tensor's name as part of a file's.
    private static func stem(of header: FeatureHeader) -> String {
        let name = header.tensor.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                Character(UnicodeScalar(byte))
            default: Character("-")
            }
        }
        // Systems limit names to 255 bytes.
        return String(name.suffix(128)) + "-"
    }

    /// The file whose rows these were before something changed: of the same tensor and input, and of the same examples or
    /// half of them. Among several, the one with the fewest changes.
    func predecessor(
        of header: FeatureHeader, in directory: FeatureDirectory, except name: String
    ) -> (name: String, reasons: [CachedFeatures.Change])? {
        let stem = Self.stem(of: header)
        let names = ((try? directory.names()) ?? []).filter { $0.hasPrefix(stem) && $0 != name }
        let candidates = names.compactMap { name -> (name: String, reasons: [CachedFeatures.Change])? in
            guard let old = directory.header(of: name), old.tensor == header.tensor, old.input == header.input,
                let reasons = header.changes(since: old)
            else { return nil }
            return (name, reasons)
        }
        return candidates.min { $0.reasons.count < $1.reasons.count }
    }

    // MARK: Computing rows

    var fedTensors: [Tensor] { [input] + feeds.entries.map(\.tensor) }

    /// What is fed for some of the examples, in the order of `fedTensors`.
    func values(for rows: Range<Int>) -> [any Feedable] {
        [examples.rows(rows)] + feeds.entries.map(\.value)
    }

    func checkShape(_ value: NDArray, rowCount: Int) throws {
        guard value.dimensions == [rowCount] + rowDimensions else {
            throw FeatureCacheError.noRows(tensor: tensor.name, shape: value.shape)
        }
    }

    /// Computes a few rows together and one of them alone. By the law of bits they agree unless an op mixes rows, so
    /// every op on the way is looked at, those within calls too: what comes after may hide it, as a rectifier does.
    func checkIndependence() throws {
        let count = min(3, examples.dimensions[0])
        guard count > 1 else { return }
        let together = Self.feeds(input, examples.rows(0..<count), feeds)
        let alone = Self.feeds(input, examples.rows(0..<1), feeds)
        for results in try session.valuesOnTheWay(to: tensor, feeding: [together, alone]) {
            guard !results.values[0].agrees(with: results.values[1], ofFirstRowAmong: count) else { continue }
            throw FeatureCacheError.dependsOnOtherRows(operation: results.operation, type: results.type)
        }
    }
}

extension NDArray {
    /// Whether what was computed of `count` rows holds what was computed of the first alone: along the axis that is `count`
    /// times as long, at its beginning; without such an axis, whether both are the same.
    fileprivate func agrees(with alone: NDArray, ofFirstRowAmong count: Int) -> Bool {
        let axes = zip(dimensions, alone.dimensions).enumerated().filter { $1.0 != $1.1 }
        guard rank == alone.rank, axes.count == 1, let (axis, extents) = axes.first, extents.0 == count * extents.1
        else {
            return self == alone
        }
        let outer = dimensions[..<axis].reduce(1, *)
        guard outer > 0 else { return true }
        let (width, part) = (byteCount / outer, alone.byteCount / outer)
        return withUnsafeBytes { whole in
            alone.withUnsafeBytes { alone in
                (0..<outer).allSatisfy { index in
                    whole[index * width..<index * width + part].elementsEqual(alone[index * part..<(index + 1) * part])
                }
            }
        }
    }
}

extension FeedValue {
    fileprivate var digest: Bytes {
        var bytes = CanonicalBytes()
        switch self {
        case .array(let array): bytes.append(array)
        case .scalar(let bits, let dtype):
            bytes.append(dtype.rawValue)
            bytes.append(bits)
        }
        return Bytes(bytes.digest.bytes)
    }
}

extension FeatureHeader {
    /// What changed since rows were computed under another header; `nil` where the two are about different examples.
    func changes(since old: FeatureHeader) -> [CachedFeatures.Change]? {
        var changes: [CachedFeatures.Change] = []
        if inputType != old.inputType {
            changes.append(.inputShape(was: old.inputType, now: inputType))
        }
        if inputRows != old.inputRows {
            let count = min(inputRows.count, old.inputRows.count) / 8
            var changed: [Int] = []
            inputRows.withUnsafeBytes { new in
                old.inputRows.withUnsafeBytes { old in
                    for row in 0..<count
                    where new.loadUnaligned(fromByteOffset: row * 8, as: UInt64.self)
                        != old.loadUnaligned(fromByteOffset: row * 8, as: UInt64.self)
                    {
                        changed.append(row)
                    }
                }
            }
            guard changed.count * 2 <= count else { return nil }
            if !changed.isEmpty { changes.append(.inputRows(changed)) }
        }
        changes += Self.changedNames(operations, old.operations).map { .operation($0) }
        changes += Self.changedNames(weights, old.weights).map { .weight($0) }
        changes += Self.changedNames(feeds, old.feeds).map { .feed($0) }
        if kernels != old.kernels { changes.append(.kernels(was: old.kernels, now: kernels)) }
        if changes.isEmpty { changes.append(.layout) }
        return changes
    }

    /// The names of parts that differ, are new or are gone.
    private static func changedNames(_ new: [Part], _ old: [Part]) -> [String] {
        let newDigests = Dictionary(new.map { ($0.name, $0.digest) }) { first, _ in first }
        let oldDigests = Dictionary(old.map { ($0.name, $0.digest) }) { first, _ in first }
        return new.map(\.name).filter { oldDigests[$0] != newDigests[$0] }
            + old.map(\.name).filter { newDigests[$0] == nil }
    }
}
