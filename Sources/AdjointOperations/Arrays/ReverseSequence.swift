public import AdjointCore

/// A tensor whose parts along one dimension are reversed, each within its own length, which depends on the index along
/// another. TF: `ReverseSequence`.
public struct ReverseSequence: OperationDefinition {
    public static let type = "ReverseSequence"
    public static let signature = OperationSignature(
        inputs: [.tensor("input"), .tensor("seq_lengths", "Tlen", in: .index)], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<ReverseSequence>] = [
        .int("seq_dim", \.axis, required: true), .int("batch_dim", \.batchAxis),
    ]

    /// The dimension that is reversed.
    public var axis = 0
    /// The dimension along which the lengths are given.
    public var batchAxis = 0

    public init() {}

    /// A reversal along `axis`, with a length for each index along `batchAxis`.
    public init(axis: Int, batchAxis: Int) {
        self.axis = axis
        self.batchAxis = batchAxis
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let rank = context.shape(0).rank else { return [.unknown] }
        guard (0..<rank).contains(axis), (0..<rank).contains(batchAxis), axis != batchAxis else {
            throw OperationError("dimensions \(axis) and \(batchAxis) are not two of \(context.shape(0))")
        }
        guard Shape([context.shape(0)[batchAxis]]).isCompatible(with: context.shape(1)) else {
            throw OperationError(
                "\(context.shape(1)) lengths for dimension \(batchAxis) of \(context.shape(0))")
        }
        return [context.shape(0)]
    }

    public static let gradient = GradientRule<ReverseSequence>.differentiable { definition, context in
        [
            context.graph.addTensor(definition, inputs: [context.outputGradient(), context.inputs[1]]), nil,
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (input, lengthType) = (context.inputs[0], context.inputs[1].dtype)
        let (axis, batchAxis, count) = (axis, batchAxis, context.inputs[1].count)
        let dimensions = input.dimensions
        // Seen as [outer, first, between, second, inner], where first and second are the two dimensions.
        let (low, high) = (min(axis, batchAxis), max(axis, batchAxis))
        let outer = dimensions[..<low].reduce(1, *)
        let between = dimensions[(low + 1)..<high].reduce(1, *)
        let inner = dimensions[(high + 1)...].reduce(1, *)
        let (first, second, extent) = (dimensions[low], dimensions[high], dimensions[axis])
        let isReversedFirst = axis == low
        return Kernel { arguments in
            let lengths = (0..<count).map { index in
                lengthType == .int32
                    ? Int(arguments.input(1, as: Int32.self)[index]) : Int(arguments.input(1, as: Int64.self)[index])
            }
            if let wrong = lengths.first(where: { !(0...extent).contains($0) }) {
                throw OperationError("length \(wrong) is not within the extent \(extent) of dimension \(axis)")
            }
            let width = inner * input.dtype.byteCount
            let (source, target) = (arguments.rawInput(0), arguments.rawOutput(0))
            func copy(_ from: Int, _ to: Int) {
                ElementCopy.copy(input.dtype, from: source + from * width, to: target + to * width, count: inner)
            }
            for part in 0..<outer {
                for i in 0..<first {
                    for middle in 0..<between {
                        for j in 0..<second {
                            let (position, batch) = isReversedFirst ? (i, j) : (j, i)
                            let mirrored = position < lengths[batch] ? lengths[batch] - 1 - position : position
                            let (a, b) = isReversedFirst ? (mirrored, j) : (i, mirrored)
                            copy(
                                ((part * first + a) * between + middle) * second + b,
                                ((part * first + i) * between + middle) * second + j)
                        }
                    }
                }
            }
        }
    }
}

extension Tensor {
    /// This tensor with its parts along a dimension reversed, each within its own length. TF: `tf.reverse_sequence`.
    ///
    /// - Parameters:
    ///   - lengths: A length for each index along `batchAxis`; what lies beyond stays where it is.
    ///   - axis: The dimension that is reversed.
    ///   - batchAxis: The dimension along which the lengths are given.
    public func reversedSequences(
        lengths: Tensor, axis: Int, batchAxis: Int = 0, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor {
        applying(
            ReverseSequence(axis: axis, batchAxis: batchAxis), with: lengths, name: name,
            site: CreationSite(file, line))
    }
}
