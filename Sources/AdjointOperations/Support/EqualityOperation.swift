import AdjointCore
import AdjointKernels

/// `Equal` or `NotEqual`: a comparison that can be asked to take shapes that do not broadcast.
protocol EqualityOperation: ComparisonOperation {
    /// Whether shapes that do not broadcast are an error.
    var isShapeMismatchAnError: Bool { get }
    /// The result for shapes that do not broadcast, where that is no error.
    static var valueForIncompatibleShapes: Bool { get }
}

extension EqualityOperation {
    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        if isShapeMismatchAnError { return [try context.broadcastShape()] }
        guard context.shape(0).isFullyKnown, context.shape(1).isFullyKnown else { return [.unknown] }
        return [Shape.broadcast(context.shape(0), context.shape(1)) ?? .scalar]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (left, right) = (context.inputs[0], context.inputs[1])
        if !isShapeMismatchAnError, Shape.broadcast(Shape(left.dimensions), Shape(right.dimensions)) == nil {
            let value = Self.valueForIncompatibleShapes
            return Kernel { arguments in arguments.output(0, as: Bool.self).pointee = value }
        }
        return left.dtype == .string ? try bindStrings(context) : try bindComparison(context)
    }

    /// Strings are compared byte by byte, for equal shapes or with one scalar operand.
    private func bindStrings(_ context: borrowing BindingContext) throws -> Kernel {
        let count = context.outputs[0].count
        let steps = [context.inputs[0].count, context.inputs[1].count].map { $0 == 1 ? 0 : 1 }
        guard zip(context.inputs, steps).allSatisfy({ $1 == 0 || $0.count == count }) else {
            throw OperationError("string tensors must have one shape, or one of them be a scalar")
        }
        let (leftStep, rightStep, isEqualWanted) = (steps[0], steps[1], Self.function == .equal)
        return Kernel { arguments in
            let left = arguments.input(0, as: TensorString.self)
            let right = arguments.input(1, as: TensorString.self)
            let output = arguments.output(0, as: Bool.self)
            for index in 0..<count {
                output[index] = (left[index * leftStep] == right[index * rightStep]) == isEqualWanted
            }
        }
    }
}
