public import AdjointCore
import AdjointKernels

/// Conversion to another element type. TF: `Cast`.
public struct Cast: OperationDefinition {
    public static let type = "Cast"
    public static let signature = OperationSignature(
        inputs: [.tensor("x", "SrcT")], outputs: [.tensor("y", "DstT")])
    public static let attributes: [AttributeKey<Cast>] = [
        .type("DstT", \.target, required: true), .bool("Truncate", \.truncates),
    ]

    /// The element type of the result.
    public var target = DType.float32
    /// Whether a conversion to fewer bits cuts the mantissa instead of rounding it. TF: `Truncate`.
    public var truncates = false

    public init() {}

    /// A conversion to `target`.
    public init(to target: DType) { self.target = target }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.shape(0)] }

    public func inferStaticValues(_ context: ShapeContext) -> [Int: StaticValue] {
        // A partly known vector of indices stays one; a known one is converted by the kernel.
        guard DTypeSet.index.contains(target), context.value(0) == nil else { return [:] }
        return context.staticValueOfInputZero
    }

    // Gradients flow between floating-point types only. TF: `_CastGrad`.
    public static let gradient = GradientRule<Cast>.differentiable { _, context in
        let source = context.inputs[0].dtype
        let gradient = context.outputGradient()
        guard source.isFloatingPoint, gradient.dtype.isFloatingPoint else { return [nil] }
        return [gradient.cast(to: source)]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let source = context.inputs[0].dtype
        guard let sourceType = source.elementType, let targetType = target.elementType else {
            throw OperationError("there is no conversion from \(source.name) to \(target.name)")
        }
        guard !truncates || !target.isFloatingPoint else {
            throw OperationError("conversion that cuts the mantissa (Truncate) is not available")
        }
        let count = context.outputs[0].count
        return Kernel { arguments in
            Elementwise.cast(
                arguments.rawInput(0), sourceType, to: arguments.rawOutput(0), targetType, count: count,
                workers: arguments.workers)
        }
    }
}

extension Tensor {
    /// The elements converted to another type; the tensor itself if it has that type. TF: `tf.cast`.
    ///
    /// Floating-point to integer truncates toward zero; what does not fit becomes the nearest integer that does, and NaN
    /// becomes 0 (TensorFlow leaves both open). Anything to bool is `x != 0`. Any shape; all numeric types and bool.
    public func cast(
        to dtype: DType, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        guard isValid, self.dtype != dtype else { return self }
        return applying(Cast(to: dtype), name: name, file: file, line: line)
    }
}
