public import AdjointCore

/// Its input with dimensions permuted: dimension i of the result is dimension `perm[i]` of the input. TF: `Transpose`.
public struct Transpose: OperationDefinition {
    public static let type = "Transpose"
    public static let signature = OperationSignature(
        inputs: [.tensor("x"), .tensor("perm", "Tperm", in: .index)], outputs: [.tensor("y")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let permutation = try context.shape(1, rank: 1, role: "the permutation")
        guard let sizes = context.shape(0).partialDimensions else {
            return [permutation[0].map(Shape.init(rank:)) ?? .unknown]
        }
        if let length = permutation[0], length != sizes.count {
            throw OperationError("a permutation of \(length) axes does not fit the shape \(context.shape(0))")
        }
        guard let axes = context.integers(1) else { return [Shape(rank: sizes.count)] }
        return [Shape(try Self.resolve(axes, rank: sizes.count).map { sizes[$0] } as [Int?])]
    }

    private static func resolve(_ axes: [Int], rank: Int) throws(OperationError) -> [Int] {
        guard axes.count == rank else {
            throw OperationError("\(axes) is not a permutation of \(rank) axes")
        }
        _ = try Axes.mask(axes, rank: rank)
        return axes.map { $0 < 0 ? $0 + rank : $0 }
    }

    public static let gradient = GradientRule<Transpose>.differentiable { _, context in
        [context.outputGradient().transposed(permutation: context.inputs[1].invertedPermutation()), nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let dimensions = context.inputs[0].dimensions
        let axes = try Self.resolve(context.integers(1), rank: dimensions.count)
        let strides = contiguousStrides(dimensions)
        return .copying(
            ViewCopy(
                context.inputs[0].dtype, extents: axes.map { dimensions[$0] }, sourceStrides: axes.map { strides[$0] },
                targetStrides: contiguousStrides(axes.map { dimensions[$0] })))
    }
}

extension Tensor {
    /// This tensor with its dimensions permuted: dimension i of the result is dimension `permutation[i]`.
    /// TF: `tf.transpose`.
    public func transposed(
        permutation: some IndexOperand, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        graph.addTensor(
            Transpose(), operands: [.tensor(self), permutation.operand("perm")], name: name ?? "transpose",
            site: CreationSite(file, line))
    }

    /// This tensor with the order of its dimensions reversed; a matrix is transposed. TF: `tf.transpose` without `perm`.
    public func transposed(name: String? = nil, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
        guard isValid else { return self }
        if let rank = shape.rank {
            return transposed(permutation: Array((0..<rank).reversed()), name: name, file: file, line: line)
        }
        let site = CreationSite(file, line)
        return graph.scoped(name ?? "transpose") { scope in
            let last = rankTensor(file: file, line: line) - 1
            let permutation = graph.addTensor(
                RangeOperation(),
                operands: [
                    .tensor(last), .constant(NDArray(Int32(-1)), argument: "limit"),
                    .constant(NDArray(Int32(-1)), argument: "delta"),
                ], site: site)
            return graph.addTensor(Transpose(), inputs: [self, permutation], name: scope, site: site)
        }
    }

    /// The matrices in the last two dimensions of this tensor, each transposed. TF: `tf.matrix_transpose`.
    public func matrixTransposed(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        guard isValid else { return self }
        let name = name ?? "matrix_transpose"
        if let rank = shape.rank {
            let permutation = Array(0..<Swift.max(0, rank - 2)) + [rank - 1, rank - 2]
            return transposed(permutation: permutation, name: name, file: file, line: line)
        }
        return graph.nameScope(name) {
            let rank = rankTensor(file: file, line: line)
            let last = graph.packedIndices([.computed(rank - 1), .computed(rank - 2)], name: "stack")
            let outer = graph.range(to: rank - 2, file: file, line: line)
            return transposed(permutation: concatenate([outer, last], axis: 0), file: file, line: line)
        }
    }
}
