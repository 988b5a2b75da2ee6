public import AdjointCore
import AdjointFormats
public import AdjointRuntime

/// The values of a tensor over a data set, computed once and kept on disk: for training what stands above frozen layers
/// without running them in every step.
///
/// ```swift
/// let cache = try FeatureCache(of: hidden2, in: session, directory: "cache")
/// let features = try cache.rows(of: mnist.train.images, fedTo: x)
/// for epoch in 0..<20 {
///     for batch in features.joined(with: mnist.train.labels).shuffled(seed: epoch).batches(of: 200) {
///         try step(batch.features, batch.labels)      // prepared with feeding: hidden2, y
///     }
/// }
/// ```
/// Training on the rows gives the same bits as training through the layers, since an element's bits do not depend on the
/// batch around it (docs/numerics.md).
///
/// **When rows are used again.** They are found by everything that they depend on: the ops between input and tensor with
/// their attributes, the variables' bytes, the inputs' bytes, what is fed beside them, the kernels and the instruction
/// set. If one bit of it differs, they are computed anew; ``CachedFeatures/lookup`` says what differed, and the old file
/// is removed.
///
/// **What is refused.** Rows that would differ from run to run or depend on each other: dropout, other random ops, ops with
/// effects, batch normalization by the batch's own statistics. The error names the op.
///
/// **The file** is written record by record, each with its checksum; it can be larger than memory, and is mapped
/// afterwards. A process killed at any moment leaves a file that the next one goes on with; damaged records are computed
/// again. One process or thread at a time fills a file, others wait for it. With `byteLimit`, the files that were used
/// longest ago are removed to make room.
public struct FeatureCache: Sendable {
    /// The tensor whose values are kept.
    public let tensor: Tensor
    /// Where they are computed.
    public let session: Session
    /// The number of rows that are computed at once, and share a checksum.
    public let batchSize: Int

    let directory: FeatureDirectory

    /// A cache of the values of a tensor whose first dimension counts examples.
    ///
    /// - Parameters:
    ///   - tensor: The tensor, the last one that is frozen.
    ///   - session: Where its values are computed; its variables are those whose values count.
    ///   - directory: Where the files lie; made where it is missing.
    ///   - byteLimit: How large all files in the directory may be together; `nil` for any size.
    ///   - batchSize: The number of rows that are computed at once.
    /// - Throws: ``GraphError`` for an invalid tensor or one of another graph; ``FileError``.
    public init(
        of tensor: Tensor, in session: Session, directory: String, byteLimit: Int? = nil, batchSize: Int = 256
    ) throws {
        precondition(batchSize > 0, "a batch has at least one example, not \(batchSize)")
        try session.graph.validate()
        guard tensor.graph === session.graph else {
            throw GraphError(
                .foreignGraph, "'\(tensor.name)' belongs to another graph than the session's",
                remedy: "make a session for its graph")
        }
        self.tensor = tensor
        self.session = session
        self.batchSize = batchSize
        self.directory = try FeatureDirectory(directory, byteLimit: byteLimit)
    }

    /// A cache of the last tensor on the way from an input that a training op leaves as it is.
    ///
    /// - Parameters:
    ///   - training: The training op; what it does not change is frozen.
    ///   - input: What examples are fed to.
    /// - Throws: as ``frozenFrontier(of:from:)`` and the other initializer do.
    public init(
        below training: Operation, from input: Tensor, in session: Session, directory: String, byteLimit: Int? = nil,
        batchSize: Int = 256
    ) throws {
        let tensor = try Self.frozenFrontier(of: training, from: input)
        try self.init(of: tensor, in: session, directory: directory, byteLimit: byteLimit, batchSize: batchSize)
    }

    /// How far the computation of rows has come.
    public struct Progress: Sendable, Hashable {
        /// Rows that are there.
        public var finishedRows: Int
        /// All rows.
        public var rowCount: Int
    }

    /// The values for the given examples, from the file where it holds them, else computed and written to it.
    ///
    /// - Parameters:
    ///   - examples: The inputs, one a row; may be a mapped file.
    ///   - input: The tensor that they are fed to.
    ///   - feeds: What else a run must be fed, the same for all rows.
    ///   - progress: Called after every batch that is computed.
    /// - Throws: ``FeatureCacheError``; ``GraphError`` for inputs that do not fit, and whatever a run throws;
    ///   ``FileError``; ``FeatureDirectoryFull``.
    /// - Complexity: O(bytes of examples, rows and frozen weights) for rows that are there.
    public func rows(
        of examples: NDArray, fedTo input: Tensor, alsoFeeding feeds: Feeds = [:],
        progress: (Progress) -> Void = { _ in }
    ) throws -> CachedFeatures {
        let prefix = try FeaturePrefix(of: tensor, in: session, examples: examples, input: input, feeds: feeds)
        let header = try prefix.header(rowsPerRecord: batchSize)
        let name = prefix.fileName(of: header)
        let predecessor = prefix.predecessor(of: header, in: directory, except: name)

        let file = try FeatureFile(name, in: directory, header: header)
        let lookup: CachedFeatures.Lookup =
            file.isFound ? .hit : predecessor.map { .stale($0.reasons) } ?? .miss
        let missing = file.missingRecords
        let rowCount = examples.dimensions[0]
        var computed = missing.reduce(0) { $0 + file.rows(of: $1).count }
        let damaged = file.damagedCount
        if !missing.isEmpty {
            do {
                try prefix.checkIndependence()
            } catch {
                if computed == rowCount { try? file.discard() }
                throw error
            }
            var finished = rowCount - computed
            let run = try session.prepare(fetches: [tensor], feeding: prefix.fedTensors)
            for record in missing {
                let rows = file.rows(of: record)
                let value = try run(values: prefix.values(for: rows))[0]
                try prefix.checkShape(value, rowCount: rows.count)
                try value.withUnsafeBytes { try file.write(record, $0) }
                finished += rows.count
                progress(Progress(finishedRows: finished, rowCount: rowCount))
            }
            // Another thread may have trained meanwhile; then the rows are of two minds.
            let changed = zip(try prefix.weights(), header.weights).filter { $0 != $1 }.map(\.0.name)
            guard changed.isEmpty else {
                try file.discard()
                throw FeatureCacheError.weightsChanged(changed)
            }
        } else {
            computed = 0
        }
        let bytes = try file.finish()
        if let predecessor, !file.isFound { try? directory.remove(predecessor.name) }
        return CachedFeatures(
            rows: NDArray(mapping: bytes, dtype: tensor.dtype, dimensions: [rowCount] + prefix.rowDimensions),
            lookup: lookup, computedRowCount: computed, damagedRecordCount: damaged, path: file.path)
    }

    /// What ``rows(of:fedTo:alsoFeeding:progress:)`` would find, without computing or waiting for anything.
    ///
    /// - Throws: ``FeatureCacheError``, ``GraphError`` as `rows` does.
    public func lookup(
        of examples: NDArray, fedTo input: Tensor, alsoFeeding feeds: Feeds = [:]
    ) throws -> CachedFeatures.Lookup {
        let prefix = try FeaturePrefix(of: tensor, in: session, examples: examples, input: input, feeds: feeds)
        let header = try prefix.header(rowsPerRecord: batchSize)
        let name = prefix.fileName(of: header)
        if directory.header(of: name) == header { return .hit }
        return prefix.predecessor(of: header, in: directory, except: name).map { .stale($0.reasons) } ?? .miss
    }
}

/// Rows of a frozen prefix cannot be kept.
public enum FeatureCacheError: Error, Sendable, Hashable, CustomStringConvertible {
    /// An op on the way draws random numbers or has effects, so that rows differ from run to run.
    case changesFromRunToRun(operation: String, type: String, isRandom: Bool)
    /// An op on the way computes a row from the others, as batch normalization does in training.
    case dependsOnOtherRows(operation: String, type: String)
    /// The values have no row for each example.
    case noRows(tensor: String, shape: Shape)
    /// The examples are no rows of numbers.
    case badExamples(String)
    /// Variables were changed while rows were computed.
    case weightsChanged([String])

    public var description: String {
        switch self {
        case .changesFromRunToRun(let operation, let type, let isRandom):
            "\(type) '\(operation)' " + (isRandom ? "draws random numbers" : "has effects")
                + ", so what comes after it cannot be kept; cache a tensor before it, or switch it off in `alsoFeeding`"
        case .dependsOnOtherRows(let operation, let type):
            "\(type) '\(operation)' gives a row another value in another batch (as batch normalization does in training), "
                + "so what comes after it cannot be kept; cache a tensor before it, or use the moving averages"
        case .noRows(let tensor, let shape):
            "'\(tensor)' is \(shape): its first dimension does not count examples"
        case .badExamples(let reason): reason
        case .weightsChanged(let names):
            "variables were changed while their rows were computed: \(names.joined(separator: ", "))"
        }
    }
}
