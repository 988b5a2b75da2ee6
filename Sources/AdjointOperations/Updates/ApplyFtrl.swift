public import AdjointCore
import AdjointKernels

/// Follow the regularized leader (McMahan et al. 2013): accum += grad², the step from the linear slot. TF: `ApplyFtrl`.
public struct ApplyFtrl: UpdateOperation {
    public static let type = "ApplyFtrl"
    public static let signature = OperationSignature.update(
        ["var", "accum", "linear"], ["grad", "lr", "l1", "l2", "lr_power"])
    public static let attributes: [AttributeKey<ApplyFtrl>] = [
        .bool("use_locking", \.usesLocking), .bool("multiply_linear_by_lr", \.multipliesLinearByRate),
    ]
    static let arguments = UpdateArguments(
        slots: [1, 2], gradient: 3, learningRate: 4, l1: 5, l2: 6, learningRatePower: 7)

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false
    /// Whether the linear slot holds its value times the learning rate; not available here.
    public var multipliesLinearByRate = false

    public init() {}

    var rule: UpdateRule { .ftrl }

    public static let gradient = GradientRule<ApplyFtrl>.notDifferentiable(
        reason: "TensorFlow defines none for updates")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        guard !multipliesLinearByRate else { throw OperationError("no kernel with multiply_linear_by_lr") }
        return try updateKernel(context)
    }
}
