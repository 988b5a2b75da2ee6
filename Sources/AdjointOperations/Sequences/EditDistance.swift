public import AdjointCore

/// How many insertions, deletions and replacements turn one sequence into another, for each pair of rows of two sparse
/// tensors. TF: `EditDistance`.
///
/// hypothesis and truth: indices, values and shape each, of one rank; sequences run along the last dimension.
public struct EditDistance: OperationDefinition {
    public static let type = "EditDistance"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("hypothesis_indices", .int64), .tensor("hypothesis_values"), .tensor("hypothesis_shape", .int64),
            .tensor("truth_indices", .int64), .tensor("truth_values"), .tensor("truth_shape", .int64),
        ], outputs: [.tensor("output", .float32)])
    public static let attributes: [AttributeKey<EditDistance>] = [.bool("normalize", \.isNormalized)]

    /// Whether distances are divided by the lengths of the truth.
    public var isNormalized = true

    public init() {}

    public var traits: OperationTraits { .dataDependent }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        for index in [0, 3] { _ = try context.shape(index, rank: 2, role: "indices") }
        let (first, second) = (
            try context.shape(2, rank: 1, role: "hypothesis_shape"), try context.shape(5, rank: 1, role: "truth_shape")
        )
        guard let merged = first.merged(with: second) else {
            throw OperationError("the shapes are of different ranks: \(first) and \(second)")
        }
        if let a = context.integers(2), let b = context.integers(5) {
            return [Shape(zip(a, b).dropLast().map { max($0, $1) })]
        }
        return [merged[0].map { Shape(rank: max(0, $0 - 1)) } ?? .unknown]
    }

    public static let gradient = GradientRule<EditDistance>.notDifferentiable(reason: "TensorFlow defines none")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (inputs, rank, isNormalized) = (context.inputs, context.inputs[2].count, isNormalized)
        for first in [0, 3] {
            guard inputs[first].dimensions == [inputs[first + 1].count, rank], inputs[first + 2].count == rank, rank > 0
            else { throw OperationError("indices, values and shape do not fit") }
        }
        return Kernel { arguments in
            let shapes = [arguments.numbers(2, count: rank), arguments.numbers(5, count: rank)]
            let extents = (0..<rank - 1).map { max(shapes[0][$0], shapes[1][$0]) }
            guard try SparseShape.size(extents) <= 1 << 32 else { throw OperationError("\(extents) is too large") }
            var sequences: [[Int: [TableElement]]] = [[:], [:]]
            for (side, first) in [0, 3].enumerated() {
                let indices = arguments.input(first, as: Int64.self)
                for (element, value) in arguments.elements(first + 1, inputs[first + 1]).enumerated() {
                    var row = 0
                    for axis in 0..<rank - 1 {
                        let index = Int(indices[element * rank + axis])
                        guard (0..<extents[axis]).contains(index) else {
                            throw OperationError("element \(element) is outside \(Shape(extents))")
                        }
                        row = row * extents[axis] + index
                    }
                    sequences[side][row, default: []].append(value)
                }
            }
            let distances = (0..<extents.reduce(1, *)).map { row -> Float in
                let (own, truth) = (sequences[0][row] ?? [], sequences[1][row] ?? [])
                let distance = Float(Self.distance(own, truth))
                guard isNormalized else { return distance }
                return truth.isEmpty ? (own.isEmpty ? 0 : .infinity) : distance / Float(truth.count)
            }
            arguments.setOutput(0, NDArray(distances, dimensions: extents))
        }
    }

    /// Source: Levenshtein 1966; Wagner and Fischer 1974.
    private static func distance(_ a: [TableElement], _ b: [TableElement]) -> Int {
        var row = Array(0...b.count)
        for (i, element) in a.enumerated() {
            var corner = row[0]
            row[0] = i + 1
            for (j, other) in b.enumerated() {
                let replaced = corner + (element == other ? 0 : 1)
                corner = row[j + 1]
                row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[b.count]
    }
}
