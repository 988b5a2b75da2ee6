public import AdjointCore

/// What sequences of class scores spell by the best class of every step. TF: `CTCGreedyDecoder`.
///
/// Results: labels as a sparse matrix, and the negative sum of the best scores.
public struct CTCGreedyDecoder: CTCDecoding {
    public static let type = "CTCGreedyDecoder"
    public static let signature = OperationSignature(
        inputs: [.tensor("inputs", in: .real), .tensor("sequence_length", .int32)],
        outputs: [
            .tensor("decoded_indices", .int64), .tensor("decoded_values", .int64), .tensor("decoded_shape", .int64),
            .tensor("log_probability"),
        ])
    public static let attributes: [AttributeKey<CTCGreedyDecoder>] = [
        .bool("merge_repeated", \.mergesRepeated), .int("blank_index", \.blankIndex),
    ]

    /// Whether a class that repeats without a blank between is one label.
    public var mergesRepeated = false
    /// The class that is blank; negative ones count from the end.
    public var blankIndex = -1
    var pathCount: Int { 1 }

    public init() {}

    func blank(of classes: Int) throws -> Int {
        let blank = blankIndex < 0 ? blankIndex + classes : blankIndex
        guard (0..<classes).contains(blank) else { throw OperationError("blank_index is \(blankIndex)") }
        return blank
    }

    func decode(_ scores: [[Double]], blank: Int) throws -> [(labels: [Int], score: Double)] {
        var (labels, last, sum): ([Int], Int, Double) = ([], -1, 0)
        for step in scores {
            let best = step.indices.reduce(0) { step[$1] > step[$0] ? $1 : $0 }
            sum -= step[best]
            if best != blank, !(mergesRepeated && best == last) { labels.append(best) }
            last = best
        }
        return [(labels, sum)]
    }
}
