public import AdjointCore

/// Zeros but for a gradient put where a strided slice took its elements from. TF: `StridedSliceGrad`.
public struct StridedSliceGrad: OperationDefinition {
    public static let type = "StridedSliceGrad"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("shape", "Index", in: .sliceIndex), .tensor("begin", "Index", in: .sliceIndex),
            .tensor("end", "Index", in: .sliceIndex), .tensor("strides", "Index", in: .sliceIndex), .tensor("dy"),
        ], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<StridedSliceGrad>] = StridedSliceMasks.attributes(\.masks)

    var masks = StridedSliceMasks()

    public init() {}

    init(masks: StridedSliceMasks) { self.masks = masks }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(0, rank: 1, role: "the shape")
        return [context.partialShape(0)]
    }

    public static let gradient = GradientRule<StridedSliceGrad>.differentiable { definition, context in
        let slice = context.graph.addTensor(
            StridedSlice(masks: definition.masks), inputs: [context.outputGradient()] + context.inputs[1...3])
        return [nil, nil, nil, nil, slice]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let sizes = context.outputs[0].dimensions
        let slicing = try StridedSlicing(
            of: sizes, count: context.inputs[1].count, begin: context.integers(1), end: context.integers(2),
            strides: context.integers(3), masks: masks)
        let view = slicing.view(of: sizes)
        guard view.extents.reduce(1, *) == context.inputs[4].count else {
            throw OperationError(
                "the gradient has shape \(context.inputs[4].dimensions), the slice \(Shape(slicing.shape))")
        }
        let copy = ViewCopy(
            context.outputs[0].dtype, extents: view.extents, sourceStrides: contiguousStrides(view.extents),
            targetStrides: view.strides, targetOffset: view.offset)
        let zeros = FillPlan(context.outputs[0])
        return Kernel { arguments in
            zeros.run(arguments.rawOutput(0), workers: arguments.workers)
            copy.run(from: arguments.rawInput(4), to: arguments.rawOutput(0), workers: arguments.workers)
        }
    }
}
