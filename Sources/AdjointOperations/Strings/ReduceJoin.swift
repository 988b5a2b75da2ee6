public import AdjointCore

/// The strings along some axes joined, the first axis listed varying fastest. TF: `ReduceJoin`.
public struct ReduceJoin: OperationDefinition {
    public static let type = "ReduceJoin"
    public static let signature = OperationSignature(
        inputs: [.tensor("inputs", .string), .tensor("reduction_indices", .int32)],
        outputs: [.tensor("output", .string)])
    public static let attributes: [AttributeKey<ReduceJoin>] = [
        .bool("keep_dims", \.keepsDimensions), .string("separator", \.separator),
    ]

    /// Whether joined dimensions stay, with extent 1.
    public var keepsDimensions = false
    /// What stands between the parts.
    public var separator = ""

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let sizes = context.shape(0).partialDimensions else { return [.unknown] }
        guard let axes = context.integers(1) else {
            return [keepsDimensions ? Shape(rank: sizes.count) : .unknown]
        }
        let mask = try Axes.mask(axes, rank: sizes.count)
        let kept = zip(sizes, mask).compactMap { size, isJoined -> Int?? in
            isJoined ? (keepsDimensions ? .some(1) : nil) : .some(size)
        }
        return [Shape(kept)]
    }

    public static let gradient = GradientRule<ReduceJoin>.notDifferentiable(reason: "strings have no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let dimensions = context.inputs[0].dimensions
        let strides = contiguousStrides(dimensions)
        let axes = try context.integers(1).map { try Axes.resolve($0, rank: dimensions.count) }
        let mask = try Axes.mask(axes, rank: dimensions.count)
        /// The offsets of all positions along some axes, the first varying slowest.
        func offsets(_ axes: [Int]) -> [Int] {
            axes.reduce([0]) { offsets, axis in
                offsets.flatMap { offset in (0..<dimensions[axis]).map { offset + $0 * strides[axis] } }
            }
        }
        let (outer, inner) = (offsets(dimensions.indices.filter { !mask[$0] }), offsets(axes.reversed()))
        let separator = Array(separator.utf8)
        return Kernel { arguments in
            let (input, output) = (
                arguments.input(0, as: TensorString.self), arguments.output(0, as: TensorString.self)
            )
            for (index, offset) in outer.enumerated() {
                output[index] = TensorString(
                    bytes: Array(inner.map { input[offset + $0].bytes }.joined(separator: separator)))
            }
        }
    }
}

extension Tensor {
    /// The strings along some axes joined, the first axis listed varying fastest. TF: `tf.reduce_join`.
    public func joined(
        axes: some IndexOperand, separator: String = "", keepingDimensions: Bool = false, name: String? = nil,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        var definition = ReduceJoin()
        (definition.separator, definition.keepsDimensions) = (separator, keepingDimensions)
        return graph.addTensor(
            definition, operands: [.tensor(self), axes.operand("reduction_indices")], name: name,
            site: CreationSite(file, line))
    }
}
