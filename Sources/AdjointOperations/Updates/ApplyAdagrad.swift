public import AdjointCore
import AdjointKernels

/// accum += grad²; w -= lr·grad / √accum. TF: `ApplyAdagrad`.
public struct ApplyAdagrad: UpdateOperation {
    public static let type = "ApplyAdagrad"
    public static let signature = OperationSignature.update(
        ["var", "accum"], ["lr", "grad"])
    public static let attributes: [AttributeKey<ApplyAdagrad>] = [
        .bool("use_locking", \.usesLocking), .bool("update_slots", \.updatesSlots),
    ]
    static let arguments = UpdateArguments(slots: [1], gradient: 3, learningRate: 2)

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false
    /// Whether accum is updated; otherwise it is only read.
    public var updatesSlots = true

    public init() {}

    var rule: UpdateRule { .adagrad }

    public static let gradient = GradientRule<ApplyAdagrad>.notDifferentiable(
        reason: "TensorFlow defines none for updates")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        if updatesSlots { return try updateKernel(context) }
        let count = context.inputs[0].count
        switch context.inputs[0].dtype {
        case .float32: return Self.kernelReadingSlot(Float.self, count: count)
        case .float64: return Self.kernelReadingSlot(Double.self, count: count)
        default: throw OperationError.noKernel(for: context.inputs[0].dtype)
        }
    }

    private static func kernelReadingSlot<Scalar: TensorScalar & BinaryFloatingPoint>(
        _: Scalar.Type, count: Int
    ) -> Kernel {
        Kernel(operationCount: 2 * count) { arguments in
            let (variable, accumulator) = (arguments.reference(0, as: Scalar.self), arguments.input(1, as: Scalar.self))
            let (rate, gradient) = (arguments.input(2, as: Scalar.self).pointee, arguments.input(3, as: Scalar.self))
            for index in 0..<count { variable[index] -= rate * gradient[index] / accumulator[index].squareRoot() }
        }
    }
}
