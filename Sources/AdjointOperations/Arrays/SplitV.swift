public import AdjointCore

/// A tensor split into parts of given extents along one dimension. TF: `SplitV`.
public struct SplitV: OperationDefinition {
    public static let type = "SplitV"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("value"), .tensor("size_splits", "Tlen", in: DTypeSet(.int8, .int32, .int64)),
            .tensor("split_dim", .int32),
        ], outputs: [.list("output", count: "num_split")])
    public static let attributes: [AttributeKey<SplitV>] = [.int("num_split", \.count, required: true)]

    /// The number of parts.
    public var count = 1

    public init() {}

    /// The op for a number of parts.
    public init(count: Int) { self.count = count }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let merged = context.shape(1).merged(with: [count]) else {
            throw OperationError("\(count) parts need \(count) extents, not \(context.shape(1))")
        }
        _ = merged
        guard var sizes = context.shape(0).partialDimensions else { return Array(repeating: .unknown, count: count) }
        guard let axis = context.integer(2) else { return Array(repeating: Shape(rank: sizes.count), count: count) }
        let resolved = try Axes.resolve(axis, rank: sizes.count)
        let extent = sizes[resolved]
        guard let extents = context.integers(1) else {
            sizes[resolved] = count == 1 ? extent : nil
            return Array(repeating: Shape(sizes), count: count)
        }
        return try Self.resolve(extents, total: extent).map { part in
            sizes[resolved] = part
            return Shape(sizes)
        }
    }

    /// The extents, -1 replaced by what is left; it stays unknown while the total is.
    private static func resolve(_ extents: [Int], total: Int?) throws(OperationError) -> [Int?] {
        let open = extents.filter { $0 == -1 }.count
        guard open <= 1, extents.allSatisfy({ $0 >= -1 }) else {
            throw OperationError("\(extents) are not extents: one may be -1, the others must not be negative")
        }
        let known = extents.reduce(0) { $0 + max($1, 0) }
        if let total, open == 1 ? known > total : known != total {
            throw OperationError("extents \(extents) do not add up to \(total)")
        }
        return extents.map { $0 >= 0 ? $0 : total.map { $0 - known } }
    }

    public static let gradient = GradientRule<SplitV>.differentiable { _, context in
        [concatenate(context.outputs.indices.map(context.outputGradient), axis: context.inputs[2]), nil, nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let dimensions = context.inputs[0].dimensions
        let axis = try Axes.resolve(context.integers(2)[0], rank: dimensions.count)
        let extents = try Self.resolve(context.integers(1), total: dimensions[axis]).map { $0! }
        return .splitting(context.inputs[0], along: axis, extents: extents)
    }
}

extension Tensor {
    /// This tensor split into parts of the given extents along a dimension. TF: `tf.split` with a list of sizes.
    ///
    /// - Parameters:
    ///   - extents: The parts' extents, one of which may be -1 for what is left.
    ///   - axis: The dimension; negative values count from the end.
    public func split(
        extents: [Int], axis: some IndexOperand = 0, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> [Tensor] {
        guard isValid else { return extents.map { _ in self } }
        let sizes = indexConstant(extents, name: "Const", site: CreationSite(file, line))
        return split(extents: sizes, count: extents.count, axis: axis, name: name, file: file, line: line)
    }

    /// This tensor split into `count` parts, whose extents the graph computes. TF: `tf.split` with a tensor of sizes.
    public func split(
        extents: Tensor, count: Int, axis: some IndexOperand = 0, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> [Tensor] {
        graph.addTensors(
            SplitV(count: count), operands: [.tensor(self), .tensor(extents), axis.operand("split_dim")], count: count,
            name: name ?? "split", site: CreationSite(file, line))
    }
}
