public import AdjointCore

/// Tensors of one shape stacked along a new dimension. TF: `Pack`.
public struct Pack: OperationDefinition {
    public static let type = "Pack"
    public static let signature = OperationSignature(inputs: [.list("values")], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<Pack>] = [.int("axis", \.axis)]

    /// The place of the new dimension; negative values count from the end of the result.
    public var axis = 0

    public init() {}

    /// The op with a place for the new dimension.
    public init(axis: Int) { self.axis = axis }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        var common = Shape.unknown
        for (index, input) in context.inputs.enumerated() {
            guard let merged = common.merged(with: input.shape) else {
                throw OperationError("shapes differ: input \(index) is \(input.shape), those before it \(common)")
            }
            common = merged
        }
        guard var sizes = common.partialDimensions else { return [.unknown] }
        sizes.insert(context.inputs.count, at: try Axes.resolve(axis, rank: sizes.count + 1))
        return [Shape(sizes)]
    }

    public func inferStaticValues(_ context: ShapeContext) -> [Int: StaticValue] {
        // Scalars stacked to a vector that is known in part; fully known inputs are left to the kernel.
        guard DTypeSet.index.contains(context.dtype(0)), context.inputs.allSatisfy({ $0.shape.rank == 0 }) else {
            return [:]
        }
        let entries = context.inputs.indices.map { context.integer($0) }
        guard entries.contains(nil), entries.contains(where: { $0 != nil }) else { return [:] }
        return [0: .partial(Shape(entries.map { $0 ?? -1 < 0 ? nil : $0 } as [Int?]))]
    }

    public static let gradient = GradientRule<Pack>.differentiable { definition, context in
        context.outputGradient().unstacked(count: context.inputs.count, axis: definition.axis)
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let axis = try Axes.resolve(axis, rank: context.outputs[0].dimensions.count)
        return .joining(context.outputs[0], along: axis, extents: context.inputs.map { _ in 1 })
    }
}

/// Tensors of one shape stacked along a new dimension. TF: `tf.stack`.
///
/// - Parameters:
///   - tensors: At least one; all of one element type and one shape.
///   - axis: The place of the new dimension; negative values count from the end of the result.
/// - Precondition: There is at least one tensor.
public func stack(
    _ tensors: [Tensor], axis: Int = 0, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    precondition(!tensors.isEmpty, "stack needs at least one tensor")
    return tensors[0].graph.addTensor(
        Pack(axis: axis), inputs: tensors, name: name ?? "stack", site: CreationSite(file, line))
}
