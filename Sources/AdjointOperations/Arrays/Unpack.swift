public import AdjointCore

/// A tensor taken apart along one dimension, which goes away. TF: `Unpack`.
public struct Unpack: OperationDefinition {
    public static let type = "Unpack"
    public static let signature = OperationSignature(
        inputs: [.tensor("value")], outputs: [.list("output", count: "num")])
    public static let attributes: [AttributeKey<Unpack>] = [
        .int("num", \.count, required: true), .int("axis", \.axis),
    ]

    /// The extent of the dimension.
    public var count = 0
    /// The dimension; negative values count from the end.
    public var axis = 0

    public init() {}

    /// The op for a dimension of the given extent.
    public init(count: Int, axis: Int) {
        self.count = count
        self.axis = axis
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard var sizes = context.shape(0).partialDimensions else {
            return [Shape](repeating: .unknown, count: count)
        }
        let axis = try Axes.resolve(axis, rank: sizes.count)
        if let extent = sizes[axis], extent != count {
            throw OperationError("dimension \(axis) of \(context.shape(0)) has extent \(extent), not \(count)")
        }
        sizes.remove(at: axis)
        return [Shape](repeating: Shape(sizes), count: count)
    }

    public static let gradient = GradientRule<Unpack>.differentiable { definition, context in
        [stack(context.outputs.indices.map(context.outputGradient), axis: definition.axis)]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let axis = try Axes.resolve(axis, rank: context.inputs[0].dimensions.count)
        return .splitting(context.inputs[0], along: axis, extents: [Int](repeating: 1, count: count))
    }
}

extension Tensor {
    /// The slices of this tensor along a dimension, each without it. TF: `tf.unstack`.
    ///
    /// - Parameters:
    ///   - count: The extent of the dimension; needed only where it is not known.
    ///   - axis: The dimension; negative values count from the end.
    /// - Returns: No tensors after a mistake.
    public func unstacked(
        count: Int? = nil, axis: Int = 0, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> [Tensor] {
        guard isValid else { return [] }
        let site = CreationSite(file, line)
        let rank = shape.rank ?? 0
        let extent = axis >= -rank && axis < rank ? shape[axis] : nil
        guard let count = count ?? extent else {
            graph.record(
                GraphError(
                    .shape, "the extent of dimension \(axis) of \(shape) is not known", operationType: Unpack.type,
                    operationName: name ?? "unstack", site: site, remedy: "state it as `count:`"))
            return []
        }
        return graph.addTensors(
            Unpack(count: count, axis: axis), inputs: [self], count: count, name: name ?? "unstack", site: site)
    }
}
