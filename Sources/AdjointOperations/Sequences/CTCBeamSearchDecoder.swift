public import AdjointCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What sequences of class scores most probably spell, by a beam search over prefixes. TF: `CTCBeamSearchDecoder`.
/// Source: Graves 2012, Supervised sequence labelling with recurrent neural networks, 7.5.
public struct CTCBeamSearchDecoder: CTCDecoding {
    public static let type = "CTCBeamSearchDecoder"
    public static let signature = OperationSignature(
        inputs: [.tensor("inputs", in: .real), .tensor("sequence_length", .int32)],
        outputs: [
            .list("decoded_indices", .int64, count: "top_paths"), .list("decoded_values", .int64, count: "top_paths"),
            .list("decoded_shape", .int64, count: "top_paths"), .tensor("log_probability"),
        ])
    public static let attributes: [AttributeKey<CTCBeamSearchDecoder>] = [
        .int("beam_width", \.width, required: true), .int("top_paths", \.pathCount, required: true),
        .bool("merge_repeated", \.mergesRepeated),
    ]

    /// How many prefixes are kept after every step.
    public var width = 100
    /// How many ways are given for each sequence.
    public var pathCount = 1
    /// Whether equal labels next to each other in a result become one.
    public var mergesRepeated = true

    public init() {}

    func decode(_ scores: [[Double]], blank: Int) throws -> [(labels: [Int], score: Double)] {
        guard width >= pathCount, width <= 1 << 20 else {
            throw OperationError("the beam of \(width) is narrower than \(pathCount) paths, or too wide")
        }
        var search = PrefixSearch(width: width)
        for step in scores {
            let largest = step.max() ?? 0
            let norm = largest + log(step.reduce(0) { $0 + exp($1 - largest) })
            search.advance(step.map { $0 - norm }, blank: blank)
        }
        return search.best(pathCount).map { prefix in
            let labels = search.labels(prefix)
            let kept = labels.indices.filter { !mergesRepeated || $0 == 0 || labels[$0] != labels[$0 - 1] }
            return (kept.map { labels[$0] }, search.score(prefix))
        }
    }
}

/// Prefixes of labels as a tree, and the probabilities of the best of them.
private struct PrefixSearch {
    /// Log-probabilities of a prefix after a step: ending in its label or in a blank.
    struct Probability {
        var total = -Double.infinity
        var blank = -Double.infinity
        var label = -Double.infinity
    }

    private struct Prefix {
        var parent: Int?
        var label: Int
        var children: [Int: Int] = [:]
        var old = Probability()
        var new = Probability()

        var isActive: Bool { new.total != -.infinity }
    }

    private let width: Int
    private var prefixes: [Prefix]
    /// The best prefixes, most probable first.
    private var leaves = [0]

    init(width: Int) {
        self.width = width
        var root = Prefix(parent: nil, label: -1)
        (root.new.total, root.new.blank) = (0, 0)
        prefixes = [root]
    }

    mutating func advance(_ logarithms: [Double], blank: Int) {
        let branches = leaves
        leaves = []
        for branch in branches { prefixes[branch].old = prefixes[branch].new }
        for branch in branches {
            var new = prefixes[branch].new
            let old = prefixes[branch].old
            if let parent = prefixes[branch].parent {
                let label = prefixes[branch].label
                if prefixes[parent].isActive {
                    let above = prefixes[parent].old
                    new.label = sum(new.label, label == prefixes[parent].label ? above.blank : above.total)
                }
                new.label += logarithms[label]
            }
            new.blank = old.total + logarithms[blank]
            new.total = sum(new.blank, new.label)
            prefixes[branch].new = new
            push(branch)
        }
        for branch in branches where isCandidate(prefixes[branch].old.total) {
            let old = prefixes[branch].old
            for label in logarithms.indices where label != blank {
                let child = child(of: branch, label)
                guard !prefixes[child].isActive else { continue }
                let previous = label == prefixes[branch].label ? old.blank : old.total
                let total = logarithms[label] + previous
                guard isCandidate(total) else {
                    (prefixes[child].old, prefixes[child].new) = (Probability(), Probability())
                    continue
                }
                prefixes[child].new = Probability(total: total, label: total)
                if leaves.count == width, let last = leaves.popLast() { prefixes[last].new = Probability() }
                push(child)
            }
        }
    }

    /// The most probable prefixes.
    func best(_ count: Int) -> [Int] { Array(leaves.prefix(count)) }

    func score(_ prefix: Int) -> Double { prefixes[prefix].new.total }

    /// The labels of a prefix.
    func labels(_ prefix: Int) -> [Int] {
        var (labels, place): ([Int], Int) = ([], prefix)
        while let parent = prefixes[place].parent {
            labels.append(prefixes[place].label)
            place = parent
        }
        return labels.reversed()
    }

    private func isCandidate(_ total: Double) -> Bool {
        guard total > -.infinity else { return false }
        guard leaves.count >= width, let last = leaves.last else { return true }
        return total > prefixes[last].new.total
    }

    private mutating func push(_ prefix: Int) {
        let total = prefixes[prefix].new.total
        var (low, high) = (0, leaves.count)
        while low < high {
            let middle = (low + high) / 2
            if prefixes[leaves[middle]].new.total >= total { low = middle + 1 } else { high = middle }
        }
        leaves.insert(prefix, at: low)
    }

    private mutating func child(of prefix: Int, _ label: Int) -> Int {
        if let child = prefixes[prefix].children[label] { return child }
        prefixes.append(Prefix(parent: prefix, label: label))
        prefixes[prefix].children[label] = prefixes.count - 1
        return prefixes.count - 1
    }

    /// ln(eᵃ + eᵇ).
    private func sum(_ a: Double, _ b: Double) -> Double {
        let (low, high) = (min(a, b), max(a, b))
        return low == -.infinity ? high : high + log1p(exp(low - high))
    }
}
