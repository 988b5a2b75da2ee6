public import AdjointCore

/// The sampled classes that happen to be true: for each its example, its place among the samples, and the weight that
/// takes it out of a softmax. TF: `ComputeAccidentalHits`.
public struct ComputeAccidentalHits: OperationDefinition {
    public static let type = "ComputeAccidentalHits"
    public static let signature = OperationSignature(
        inputs: [.tensor("true_classes", .int64), .tensor("sampled_candidates", .int64)],
        outputs: [.tensor("indices", .int32), .tensor("ids", .int64), .tensor("weights", .float32)])
    public static let attributes: [AttributeKey<ComputeAccidentalHits>] = [
        .int("num_true", \.trueCount, required: true), .int("seed", \.seed), .int("seed2", \.seed2),
    ]

    /// The number of true classes of each example.
    public var trueCount = 1
    /// Kept for TensorFlow: nothing here is random.
    public var seed = 0
    /// Kept for TensorFlow.
    public var seed2 = 0

    public init() {}

    public var traits: OperationTraits { .dataDependent }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(0, rank: 2, role: "true_classes")
        _ = try context.shape(1, rank: 1, role: "sampled_candidates")
        return [[nil], [nil], [nil]]
    }

    public static let gradient = GradientRule<ComputeAccidentalHits>.stopsGradient(reason: "classes are integers")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (classes, count) = (context.inputs[0].dimensions, context.inputs[1].count)
        return Kernel { arguments in
            let (truth, samples) = (arguments.input(0, as: Int64.self), arguments.input(1, as: Int64.self))
            var places: [Int64: Int] = [:]
            for index in 0..<count { places[samples[index]] = index }
            var (indices, ids): ([Int32], [Int64]) = ([], [])
            for index in 0..<classes[0] * classes[1] {
                guard let place = places[truth[index]] else { continue }
                indices.append(Int32(index / max(classes[1], 1)))
                ids.append(Int64(place))
            }
            arguments.setOutput(0, NDArray(indices))
            arguments.setOutput(1, NDArray(ids))
            arguments.setOutput(
                2, NDArray([Float](repeating: -.greatestFiniteMagnitude, count: ids.count)))
        }
    }
}
