public import AdjointCore

/// A tensor split into equal parts along one dimension. TF: `Split`.
public struct Split: OperationDefinition {
    public static let type = "Split"
    public static let signature = OperationSignature(
        inputs: [.tensor("split_dim", .int32), .tensor("value")], outputs: [.list("output", count: "num_split")])
    public static let attributes: [AttributeKey<Split>] = [.int("num_split", \.count, required: true)]

    /// The number of parts.
    public var count = 1

    public init() {}

    /// The op for a number of parts.
    public init(count: Int) { self.count = count }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard count > 0 else { throw OperationError("a tensor cannot be split into \(count) parts") }
        guard var sizes = context.shape(1).partialDimensions else { return Array(repeating: .unknown, count: count) }
        guard let axis = context.integer(0) else { return Array(repeating: Shape(rank: sizes.count), count: count) }
        let resolved = try Axes.resolve(axis, rank: sizes.count)
        if let extent = sizes[resolved] {
            guard extent % count == 0 else {
                throw OperationError(
                    "dimension \(resolved) of \(context.shape(1)) does not divide into \(count) equal parts")
            }
            sizes[resolved] = extent / count
        }
        return Array(repeating: Shape(sizes), count: count)
    }

    public static let gradient = GradientRule<Split>.differentiable { _, context in
        [nil, concatenate(context.outputs.indices.map(context.outputGradient), axis: context.inputs[0])]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let dimensions = context.inputs[1].dimensions
        let axis = try Axes.resolve(context.integers(0)[0], rank: dimensions.count)
        return .splitting(
            context.inputs[1], along: axis, extents: [Int](repeating: dimensions[axis] / count, count: count), input: 1)
    }
}

extension Tensor {
    /// This tensor split into `count` equal parts along a dimension. TF: `tf.split`.
    ///
    /// - Parameters:
    ///   - count: The number of parts, which must divide the dimension's extent.
    ///   - axis: The dimension; negative values count from the end.
    public func split(
        count: Int, axis: some IndexOperand = 0, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> [Tensor] {
        graph.addTensors(
            Split(count: count), operands: [axis.operand("split_dim"), .tensor(self)], count: Swift.max(count, 0),
            name: name ?? "split", site: CreationSite(file, line))
    }
}
