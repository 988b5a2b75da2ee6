public import AdjointCore

/// Where each of several tensors begins in their concatenation, from their shapes. TF: `ConcatOffset`.
public struct ConcatOffset: OperationDefinition {
    public static let type = "ConcatOffset"
    public static let signature = OperationSignature(
        inputs: [.tensor("concat_dim", .int32), .list("shape", "shape_type", in: .index)],
        outputs: [.list("offset", "shape_type")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        var common = Shape(rank: 1)
        for index in 1..<context.inputs.count {
            guard let merged = common.merged(with: context.shape(index)) else {
                throw OperationError("shapes have different ranks: \(context.shape(index)) and \(common)")
            }
            common = merged
        }
        return [Shape](repeating: common, count: context.inputs.count - 1)
    }

    public static let gradient = GradientRule<ConcatOffset>.stopsGradient(reason: "offsets are integers")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        context.inputs[1].dtype == .int64 ? kernel(Int64.self, context) : kernel(Int32.self, context)
    }

    private func kernel<Index: FixedWidthInteger & Sendable>(
        _: Index.Type, _ context: borrowing BindingContext
    ) -> Kernel {
        let (rank, count) = (context.inputs[1].count, context.inputs.count - 1)
        return Kernel { arguments in
            let axis = try Axes.resolve(Int(arguments.input(0, as: Int32.self)[0]), rank: rank)
            var offset = Index(0)
            for index in 0..<count {
                let (shape, begin) = (
                    arguments.input(index + 1, as: Index.self), arguments.output(index, as: Index.self)
                )
                for dimension in 0..<rank { begin[dimension] = dimension == axis ? offset : 0 }
                offset += shape[axis]
            }
        }
    }
}
