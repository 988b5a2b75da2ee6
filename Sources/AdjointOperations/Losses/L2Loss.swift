public import AdjointCore
import AdjointKernels

/// Half the sum of the squares of all elements. TF: `L2Loss`.
public struct L2Loss: OperationDefinition {
    public static let type = "L2Loss"
    public static let signature = OperationSignature.unary("t", "output")

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [.scalar] }

    // TF: `_L2LossGrad`.
    public static let gradient = GradientRule<L2Loss>.differentiable { _, context in
        [context.inputs[0] * context.outputGradient()]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let type = try context.elementType(where: ReductionFunction.halfSumOfSquares.supports)
        let count = context.inputs[0].count
        guard let plan = ReductionPlan(shape: [count], axes: [0]) else {
            preconditionFailure("one dimension always makes a plan")
        }
        return Kernel(operationCount: 2 * count) { arguments in
            AdjointKernels.Reduction.reduce(
                .halfSumOfSquares, type, arguments.rawInput(0), to: arguments.rawOutput(0), plan: plan,
                workers: arguments.workers)
        }
    }
}

extension Tensor {
    /// Half the sum of the squares of all elements, a scalar.
    ///
    /// Any shape; float32, float64. TF: `tf.nn.l2_loss`.
    public func l2Loss(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(L2Loss(), name: name, file: file, line: line)
    }
}
