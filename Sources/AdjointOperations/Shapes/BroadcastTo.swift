public import AdjointCore

/// Its input repeated along dimensions of extent 1 to fill a shape. TF: `BroadcastTo`.
public struct BroadcastTo: OperationDefinition {
    public static let type = "BroadcastTo"
    public static let signature = OperationSignature(
        inputs: [.tensor("input"), .tensor("shape", "Tidx", in: .index)], outputs: [.tensor("output")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(1, rank: 1, role: "the shape to fill")
        let target = context.partialShape(1)
        if let rank = target.rank, let given = context.shape(0).partialDimensions {
            guard given.count <= rank else {
                throw OperationError("a tensor of shape \(context.shape(0)) has more dimensions than \(target)")
            }
            for (axis, size) in given.enumerated() {
                guard let size, size != 1, let wanted = target[rank - given.count + axis], wanted != size else {
                    continue
                }
                throw OperationError("a tensor of shape \(context.shape(0)) does not broadcast to \(target)")
            }
        }
        return [target]
    }

    // TF: `_BroadcastToGrad`.
    public static let gradient = GradientRule<BroadcastTo>.differentiable { _, context in
        let shape = context.inputs[0].shapeTensor(dtype: context.inputs[1].dtype)
        let broadcastShape: Tensor
        if case .known(let value) = context.inputs[1].staticValue {
            broadcastShape = context.graph.constant(value)
        } else {
            broadcastShape = context.inputs[1]
        }
        let axes = broadcastGradientAxes(broadcastShape, shape).y
        return [context.outputGradient().sum(axes: axes, keepingDimensions: true).reshaped(to: shape), nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (given, filled) = (context.inputs[0].dimensions, context.outputs[0].dimensions)
        let missing = filled.count - given.count
        let strides = contiguousStrides(given)
        return .copying(
            ViewCopy(
                context.inputs[0].dtype, extents: filled,
                sourceStrides: filled.indices.map { axis in
                    axis < missing || given[axis - missing] == 1 ? 0 : strides[axis - missing]
                }, targetStrides: contiguousStrides(filled)))
    }
}

extension Tensor {
    /// This tensor repeated to fill a shape that it broadcasts to. TF: `tf.broadcast_to`.
    public func broadcast(
        to shape: some IndexOperand, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        graph.addTensor(
            BroadcastTo(), operands: [.tensor(self), shape.operand("shape")], name: name,
            site: CreationSite(file, line))
    }
}
