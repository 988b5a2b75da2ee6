public import AdjointCore

/// Its input repeated along each dimension. TF: `Tile`.
public struct Tile: OperationDefinition {
    public static let type = "Tile"
    public static let signature = OperationSignature(
        inputs: [.tensor("input"), .tensor("multiples", "Tmultiples", in: .index)], outputs: [.tensor("output")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let vector = try context.shape(1, rank: 1, role: "multiples")
        let multiples = context.partialShape(1)
        guard let sizes = context.shape(0).partialDimensions else {
            return [vector[0].map(Shape.init(rank:)) ?? .unknown]
        }
        if let length = vector[0], length != sizes.count {
            throw OperationError("\(length) multiples for a tensor of shape \(context.shape(0))")
        }
        if let negative = context.integers(1)?.first(where: { $0 < 0 }) {
            throw OperationError("a multiple is negative: \(negative)")
        }
        guard multiples.rank != nil else { return [Shape(rank: sizes.count)] }
        return [
            Shape(
                sizes.enumerated().map { axis, size -> Int? in
                    guard let size, let multiple = multiples[axis] else { return nil }
                    return size * multiple
                })
        ]
    }

    // The gradient seen as [m₀, d₀, m₁, d₁, …] and summed over the multiples. TF: `_TileGrad`.
    public static let gradient = GradientRule<Tile>.differentiable { _, context in
        let multiples = context.inputs[1]
        let shape = context.inputs[0].shapeTensor(dtype: multiples.dtype)
        let interleaved = stack([multiples, shape]).transposed(permutation: [1, 0]).reshaped(to: [-1])
        let axes = context.graph.range(from: 0, to: interleaved.sizeTensor(), by: 2)
        return [context.outputGradient().reshaped(to: interleaved).sum(axes: axes), nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (given, tiled) = (context.inputs[0].dimensions, context.outputs[0].dimensions)
        let multiples = try context.integers(1)
        let (from, to) = (contiguousStrides(given), contiguousStrides(tiled))
        var extents: [Int] = []
        var (sourceStrides, targetStrides): ([Int], [Int]) = ([], [])
        for axis in given.indices {
            extents += [multiples[axis], given[axis]]
            sourceStrides += [0, from[axis]]
            targetStrides += [given[axis] * to[axis], to[axis]]
        }
        return .copying(
            ViewCopy(
                context.inputs[0].dtype, extents: extents, sourceStrides: sourceStrides, targetStrides: targetStrides))
    }
}

extension Tensor {
    /// This tensor repeated `multiples[i]` times along each dimension i. TF: `tf.tile`.
    public func tiled(
        multiples: some IndexOperand, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        graph.addTensor(
            Tile(), operands: [.tensor(self), multiples.operand("multiples")], name: name,
            site: CreationSite(file, line))
    }
}
