import AdjointCore

/// An op that sets a strided slice of a variable. Inputs: the variable, begin, end, strides, and the value.
protocol StridedAssignment: OperationDefinition {
    var masks: StridedSliceMasks { get set }
}

extension StridedAssignment {
    public static var gradient: GradientRule<Self> { .stopsGradient(reason: "an assignment has no derivative") }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (variable, value) = (context.inputs[0], context.inputs[4])
        let slicing = try StridedSlicing(
            of: variable.dimensions, count: context.inputs[1].count, begin: context.integers(1),
            end: context.integers(2), strides: context.integers(3), masks: masks)
        guard Shape(slicing.shape) == Shape(value.dimensions) else {
            throw OperationError(
                "the slice has the shape \(Shape(slicing.shape)), the value \(Shape(value.dimensions))")
        }
        guard value.dtype == variable.dtype else {
            throw OperationError("the variable holds \(variable.dtype.name), the value \(value.dtype.name)")
        }
        let view = slicing.view(of: variable.dimensions)
        let copy = ViewCopy(
            value.dtype, extents: view.extents, sourceStrides: contiguousStrides(view.extents),
            targetStrides: view.strides, targetOffset: view.offset)
        return Kernel { arguments in
            copy.run(from: arguments.rawInput(4), to: arguments.rawInput(0), workers: arguments.workers)
        }
    }
}
