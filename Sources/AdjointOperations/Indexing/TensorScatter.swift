import AdjointCore

/// A copy of a tensor in which slices are updated: what the ops share that scatter into values rather than variables.
protocol TensorScatterOperation: OperationDefinition {
    /// What happens to each element.
    static var update: ReferenceUpdate { get }
}

extension TensorScatterOperation {
    public var traits: OperationTraits { .pure }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [try Scatter.shape(context, .coordinates)] }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let plan = try Scatter.plan(Self.update, context, .coordinates)
        let (dtype, count) = (context.inputs[0].dtype, context.inputs[0].count)
        func kernel<Index: TensorScalar & FixedWidthInteger>(_: Index.Type) -> Kernel {
            Kernel { arguments in
                let target = arguments.rawOutput(0)
                ElementCopy.copy(dtype, from: arguments.rawInput(0), to: target, count: count)
                try plan.run(Index.self, arguments, target: target)
            }
        }
        return context.inputs[1].dtype == .int32 ? kernel(Int32.self) : kernel(Int64.self)
    }
}

extension OperationSignature {
    /// A scatter's into a value: `tensor` is the first input's name.
    static func tensorScatter(_ tensor: String = "tensor", in types: DTypeSet = .numeric) -> OperationSignature {
        OperationSignature(
            inputs: [
                .tensor(tensor, in: types), .tensor("indices", "Tindices", in: .index), .tensor("updates", in: types),
            ], outputs: [.tensor("output")])
    }
}
