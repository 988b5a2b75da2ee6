public import AdjointCore
import AdjointKernels

/// Whether |x - y| < tolerance, elementwise, for equal shapes. TF: `ApproximateEqual`.
public struct ApproximateEqual: OperationDefinition {
    public static let type = "ApproximateEqual"
    public static let signature = OperationSignature.comparison()
    public static let attributes: [AttributeKey<ApproximateEqual>] = [.float("tolerance", \.tolerance)]

    /// What the difference must stay below.
    public var tolerance: Float = 1e-5

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [try context.commonShape()] }

    public static let gradient = GradientRule<ApproximateEqual>.stopsGradient(reason: "its output is boolean")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        switch context.inputs[0].dtype {
        case .float32: kernel(Float.self, context)
        case .float64: kernel(Double.self, context)
        case let dtype: throw OperationError.noKernel(for: dtype)
        }
    }

    private func kernel<Scalar: BinaryFloatingPoint & SendableMetatype>(
        _: Scalar.Type, _ context: borrowing BindingContext
    ) -> Kernel {
        let (count, tolerance) = (context.outputs[0].count, tolerance)
        return Kernel(operationCount: 2 * count) { arguments in
            let left = arguments.input(0, as: Scalar.self)
            let right = arguments.input(1, as: Scalar.self)
            let output = arguments.output(0, as: Bool.self)
            for index in 0..<count { output[index] = abs(left[index] - right[index]) < Scalar(tolerance) }
        }
    }
}

extension Tensor {
    /// Whether each element is nearer to the other's than `tolerance`.
    ///
    /// Equal shapes; the result is boolean. float32, float64. TF: `tf.math.approximate_equal`.
    public func isApproximatelyEqual(
        to other: Tensor, tolerance: Float = 1e-5, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor {
        var definition = ApproximateEqual()
        definition.tolerance = tolerance
        return applying(definition, with: other, name: name, site: CreationSite(file, line))
    }
}
