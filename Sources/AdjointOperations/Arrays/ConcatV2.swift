public import AdjointCore

/// Tensors joined along one dimension. TF: `ConcatV2`.
public struct ConcatV2: OperationDefinition {
    public static let type = "ConcatV2"
    public static let signature = OperationSignature(
        inputs: [.list("values"), .tensor("axis", "Tidx", in: .index)], outputs: [.tensor("output")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let count = context.inputs.count - 1
        return [try context.concatenatedShape(of: 0..<count, axis: context.integer(count))]
    }

    public func inferStaticValues(_ context: ShapeContext) -> [Int: StaticValue] {
        // Index vectors that are known in part; fully known ones are left to the kernel.
        let values = 0..<context.inputs.count - 1
        guard DTypeSet.index.contains(context.dtype(0)), context.integer(values.upperBound) != nil,
            values.contains(where: { context.value($0) == nil }),
            values.allSatisfy({ context.shape($0).rank == 1 })
        else { return [:] }
        let joined = values.map(context.partialShape).reduce(Shape.scalar) { $0.appending($1) }
        return joined.partialDimensions?.contains { $0 != nil } == true ? [0: .partial(joined)] : [:]
    }

    public static let gradient = GradientRule<ConcatV2>.differentiable { _, context in
        let count = context.inputs.count - 1
        return context.splitGradient(values: 0..<count, axis: count) + [nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let count = context.inputs.count - 1
        return try .concatenating(context, values: 0..<count, axis: context.integers(count)[0])
    }
}

extension ShapeContext {
    /// The shape of some inputs joined along an axis, which may not be known yet.
    func concatenatedShape(of values: Range<Int>, axis: Int?) throws -> Shape {
        guard let rank = values.lazy.compactMap({ shape($0).rank }).first else { return .unknown }
        guard rank > 0 else { throw OperationError("scalars cannot be joined; stack them") }
        var joined = Shape(rank: rank)
        let axis = try axis.map { try Axes.resolve($0, rank: rank) }
        var extent: Int? = 0
        for index in values {
            var others = try shape(index, rank: rank, role: "value \(index - values.lowerBound)").partialDimensions!
            if let axis {
                extent = extent.flatMap { sum in others[axis].map { sum + $0 } }
                others[axis] = nil
                guard let merged = joined.merged(with: Shape(others)) else {
                    throw OperationError(
                        "shapes differ in more than dimension \(axis): \(shape(index)) and \(joined)")
                }
                joined = merged
            }
        }
        guard let axis, var sizes = joined.partialDimensions else { return joined }
        sizes[axis] = extent
        return Shape(sizes)
    }
}

extension Kernel {
    /// Joins some inputs along an axis.
    static func concatenating(
        _ context: borrowing BindingContext, values: Range<Int>, axis: Int
    ) throws -> Kernel {
        let axis = try Axes.resolve(axis, rank: context.outputs[0].dimensions.count)
        return .joining(
            context.outputs[0], along: axis, extents: values.map { context.inputs[$0].dimensions[axis] },
            firstInput: values.lowerBound)
    }
}

extension GradientContext {
    /// The parts of a joined tensor's gradient that belong to its values. TF: `_ConcatGradHelper`.
    func splitGradient(values: Range<Int>, axis: Int) -> [Tensor?] {
        let gradient = outputGradient()
        guard values.count > 1 else { return [gradient] }
        let tensors = Array(inputs[values])
        let axis = inputs[axis].cast(to: .int32) % tensors[0].rankTensor()
        // Constants if all shapes are known; else, as in TensorFlow, all together, behind those made so far.
        var shapes: [Tensor] = []
        for tensor in tensors {
            shapes.append(tensor.shapeTensor())
            if !tensor.shape.isFullyKnown {
                shapes = shapeTensors(of: tensors)
                break
            }
        }
        if tensors.count > 16 {
            let scope = graph.resolveNameScope("Slice") + "/"
            let stacked = stack(shapes, axis: 1)
            let extents = graph.nameScope(scope) {
                let begin = graph.packedIndices([.computed(axis), .known(0)], name: "begin")
                let size = graph.packedIndices([.known(1), .known(-1)], name: "size")
                return graph.addTensor(SliceOperation(), inputs: [stacked, begin, size], name: scope)
            }
            return gradient.split(extents: extents.squeezed(), count: tensors.count, axis: axis)
        }
        let offsets = graph.addTensors(ConcatOffset(), inputs: [axis] + shapes, count: shapes.count)
        return zip(offsets, shapes).map { gradient.sliced(begin: $0, size: $1) }
    }
}

/// Tensors joined along one dimension. TF: `tf.concat`.
///
/// - Parameters:
///   - tensors: At least one; of one element type, and of one shape but for that dimension.
///   - axis: The dimension; negative values count from the end.
/// - Precondition: There is at least one tensor.
public func concatenate(
    _ tensors: [Tensor], axis: some IndexOperand, name: String? = nil, file: StaticString = #fileID,
    line: UInt = #line
) -> Tensor {
    precondition(!tensors.isEmpty, "concatenate needs at least one tensor")
    let site = CreationSite(file, line)
    let name = name ?? "concat"
    let graph = tensors[0].graph
    guard tensors.count > 1 else {
        // TensorFlow makes an identity inside the scope, beside the axis.
        return graph.scoped(name) { _ in
            if case .constant(let value, _) = axis.operand("concat_dim") {
                _ = graph.addTensor(Const(value), name: "concat_dim", site: site)
            }
            return graph.addTensor(Identity(), inputs: tensors, name: name, site: site)
        }
    }
    return graph.addTensor(
        ConcatV2(), operands: tensors.map { .tensor($0) } + [axis.operand("axis")], name: name, site: site)
}
