public import AdjointCore

/// The axes along which each of two shapes is repeated when they broadcast together: what their gradients are summed
/// over. TF: `BroadcastGradientArgs`.
public struct BroadcastGradientArgs: OperationDefinition {
    public static let type = "BroadcastGradientArgs"
    public static let signature = OperationSignature(
        inputs: [.tensor("s0", in: .index), .tensor("s1", in: .index)], outputs: [.tensor("r0"), .tensor("r1")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(0, rank: 1, role: "s0")
        _ = try context.shape(1, rank: 1, role: "s1")
        guard let left = context.integers(0), let right = context.integers(1) else { return [[nil], [nil]] }
        let axes = try Self.axes(left, right)
        return [[axes.left.count], [axes.right.count]]
    }

    /// An axis is summed over where the extent is 1, also where both are: as TensorFlow has it.
    private static func axes(_ left: [Int], _ right: [Int]) throws(OperationError) -> (left: [Int], right: [Int]) {
        let rank = max(left.count, right.count)
        var result: (left: [Int], right: [Int]) = ([], [])
        if left == right { return result }
        for axis in 0..<rank {
            let x = axis < rank - left.count ? 1 : left[axis - (rank - left.count)]
            let y = axis < rank - right.count ? 1 : right[axis - (rank - right.count)]
            guard x == y || x == 1 || y == 1 else {
                throw OperationError("shapes do not broadcast: \(left) and \(right)")
            }
            if x == 1 { result.left.append(axis) }
            if y == 1 { result.right.append(axis) }
        }
        return result
    }

    public static let gradient = GradientRule<BroadcastGradientArgs>.stopsGradient(reason: "axes are integers")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let axes = try Self.axes(context.integers(0), context.integers(1))
        let dtype = context.inputs[0].dtype
        return .writing([NDArray(indices: axes.left, dtype: dtype), NDArray(indices: axes.right, dtype: dtype)])
    }
}

/// The axes to sum the gradients of two broadcast operands over, from the operands' shapes, as two int vectors.
/// TF: `gen_array_ops.broadcast_gradient_args`.
public func broadcastGradientAxes(
    _ x: Tensor, _ y: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
) -> (x: Tensor, y: Tensor) {
    let axes = x.graph.addTensors(
        BroadcastGradientArgs(), inputs: [x, y], count: 2, name: name, site: CreationSite(file, line))
    return (axes[0], axes[1])
}
