public import AdjointCore
import AdjointKernels

/// √Σx² along axes. TF: `EuclideanNorm`.
public struct EuclideanNorm: Reduction {
    public static let type = "EuclideanNorm"
    public static let signature = OperationSignature.reduction(in: .numeric)
    public static let attributes: [AttributeKey<EuclideanNorm>] = [.bool("keep_dims", \.keepsDimensions)]
    static let function = ReductionFunction.halfSumOfSquares

    /// Whether reduced axes stay with extent 1.
    public var keepsDimensions = false

    public init() {}

    // TF: `_EuclideanNormGrad`, in its order of operations: x / (norm / gradient).
    public static let gradient = GradientRule<EuclideanNorm>.differentiable { definition, context in
        var (norm, gradient) = (context.outputs[0], context.outputGradient())
        if !definition.keepsDimensions {
            let shape = context.inputs[0].shapeTensor()
            let kept = context.reducedShape(of: shape)
            norm = norm.reshaped(to: kept)
            gradient = gradient.reshaped(to: kept)
        }
        let ratio = norm / gradient
        return [context.inputs[0] / ratio, nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let type = try context.elementType(where: \.isComputableFloat)
        let plan = try context.reductionPlan()
        let (count, isSingle) = (context.outputs[0].count, type == .float32)
        return Kernel(operationCount: 2 * context.inputs[0].count) { arguments in
            AdjointKernels.Reduction.reduce(
                .halfSumOfSquares, type, arguments.rawInput(0), to: arguments.rawOutput(0), plan: plan,
                workers: arguments.workers)
            if isSingle {
                let norms = arguments.output(0, as: Float.self)
                for index in 0..<count { norms[index] = (2 * norms[index]).squareRoot() }
            } else {
                let norms = arguments.output(0, as: Double.self)
                for index in 0..<count { norms[index] = (2 * norms[index]).squareRoot() }
            }
        }
    }
}

extension Tensor {
    /// The Euclidean norm √Σx² along axes. TF: `tf.math.reduce_euclidean_norm`.
    ///
    /// float32, float64.
    /// - Parameters:
    ///   - axes: One axis, several, or a tensor of them, negative ones counting from the end; all by default.
    ///   - keepingDimensions: Whether reduced axes stay with extent 1.
    public func euclideanNorm(
        axes: (any IndexOperand)? = nil, keepingDimensions: Bool = false, name: String? = nil,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        reduced(
            by: EuclideanNorm(), axes: axes, keepingDimensions: keepingDimensions, name: name,
            site: CreationSite(file, line))
    }
}
