public import AdjointCore
import AdjointFormats

/// Values of a frozen tensor over a data set, one row for each example. See ``FeatureCache``.
public struct CachedFeatures: Dataset {
    /// The rows, `[examples, …]`, in the order of the examples; a mapped file that is paged in as it is read.
    public let rows: NDArray
    /// What was found.
    public let lookup: Lookup
    /// How many rows had to be computed: all after a miss, some after an interruption, none after a hit.
    public let computedRowCount: Int
    /// How many records of the file were damaged, and computed again.
    public let damagedRecordCount: Int
    /// The file.
    public let path: String

    /// What a cache holds of the rows asked for.
    public enum Lookup: Sendable, Hashable, CustomStringConvertible {
        /// Their file, perhaps not yet complete.
        case hit
        /// Nothing.
        case miss
        /// Rows of the same tensor that something has changed since.
        case stale([Change])

        public var description: String {
            switch self {
            case .hit: "hit"
            case .miss: "miss"
            case .stale(let changes): "stale: " + changes.map(\.description).joined(separator: "; ")
            }
        }
    }

    /// Why kept rows are no longer right.
    public enum Change: Sendable, Hashable, CustomStringConvertible {
        /// A variable's value.
        case weight(String)
        /// Rows of the input, in ascending order.
        case inputRows([Int])
        /// The number of examples, their element type or their shape.
        case inputShape(was: String, now: String)
        /// What is fed beside the input.
        case feed(String)
        /// An op, by its name: its attributes, what it reads, or that it is new or gone.
        case operation(String)
        /// The kernels or the instruction set.
        case kernels(was: String, now: String)
        /// How the file is divided.
        case layout

        public var description: String {
            switch self {
            case .weight(let name): "the value of '\(name)' changed"
            case .inputRows(let rows):
                "\(rows.count) input row\(rows.count == 1 ? "" : "s") changed: "
                    + rows.prefix(8).map(String.init).joined(separator: ", ") + (rows.count > 8 ? ", …" : "")
            case .inputShape(let was, let now): "the input was \(was) and is \(now)"
            case .feed(let name): "what is fed to '\(name)' changed"
            case .operation(let name): "the op '\(name)' changed"
            case .kernels(let was, let now): "computed by \(was), not by \(now)"
            case .layout: "the file was divided into other records"
            }
        }
    }

    public var count: Int { rows.dimensions[0] }

    /// The rows with something that belongs to each, to be shuffled and taken in batches together.
    ///
    /// - Precondition: there are as many labels as rows.
    public func joined(with labels: NDArray) -> LabeledFeatures { LabeledFeatures(features: rows, labels: labels) }

    public func selecting(_ indices: ArraySlice<Int>) -> CachedFeatures { with(rows.rows(at: indices)) }

    public func selecting(_ range: Range<Int>) -> CachedFeatures { with(rows.rows(range)) }

    private func with(_ rows: NDArray) -> CachedFeatures {
        CachedFeatures(
            rows: rows, lookup: lookup, computedRowCount: computedRowCount, damagedRecordCount: damagedRecordCount,
            path: path)
    }
}

/// Features, such as cached values of frozen layers, with a label each.
public struct LabeledFeatures: Dataset {
    /// The features, `[count, …]`.
    public private(set) var features: NDArray
    /// The labels, `[count, …]`.
    public private(set) var labels: NDArray

    /// Features and labels as they are.
    ///
    /// - Precondition: both have the same first dimension.
    public init(features: NDArray, labels: NDArray) {
        precondition(
            features.rank > 0 && labels.rank > 0 && features.dimensions[0] == labels.dimensions[0],
            "features \(features.shape) and labels \(labels.shape) must have the same first dimension")
        self.features = features
        self.labels = labels
    }

    public var count: Int { labels.dimensions[0] }

    public func selecting(_ indices: ArraySlice<Int>) -> LabeledFeatures {
        LabeledFeatures(features: features.rows(at: indices), labels: labels.rows(at: indices))
    }

    public func selecting(_ range: Range<Int>) -> LabeledFeatures {
        LabeledFeatures(features: features.rows(range), labels: labels.rows(range))
    }

    public func select(_ indices: ArraySlice<Int>, into batch: inout LabeledFeatures?) {
        guard batch != nil else {
            batch = selecting(indices)
            return
        }
        batch!.features.setRows(to: features, at: indices)
        batch!.labels.setRows(to: labels, at: indices)
    }
}

extension NDArray {
    /// Rows of a mapped file.
    init(mapping bytes: Bytes, dtype: DType, dimensions: [Int]) {
        let owner = MappedRows(bytes)
        let storage = bytes.withUnsafeBytes { NDArrayStorage(viewing: $0, dtype: dtype, owner: owner) }
        self.init(storage: storage, dtype: dtype, dimensions: dimensions)
    }
}

/// Keeps mapped bytes where they are.
private final class MappedRows: Sendable {
    let bytes: Bytes

    init(_ bytes: Bytes) {
        self.bytes = bytes
    }
}
