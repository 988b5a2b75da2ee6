public import AdjointCore
import AdjointKernels

/// Follow the regularized leader (McMahan et al. 2013), for the rows picked by indices. TF: `SparseApplyFtrl`.
public struct SparseApplyFtrl: SparseUpdateOperation {
    public static let type = "SparseApplyFtrl"
    public static let signature = OperationSignature.sparseUpdate(
        ["var", "accum", "linear"], ["grad", "indices", "lr", "l1", "l2", "lr_power"])
    public static let attributes: [AttributeKey<SparseApplyFtrl>] = [
        .bool("use_locking", \.usesLocking), .bool("multiply_linear_by_lr", \.multipliesLinearByRate),
    ]
    static let arguments = UpdateArguments(
        slots: [1, 2], gradient: 3, learningRate: 5, l1: 6, l2: 7, learningRatePower: 8)
    static let indices = 4

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false
    /// Whether the linear slot holds its value times the learning rate; not available here.
    public var multipliesLinearByRate = false

    public init() {}

    var rule: UpdateRule { .ftrl }

    public static let gradient = GradientRule<SparseApplyFtrl>.notDifferentiable(
        reason: "TensorFlow defines none for updates")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        guard !multipliesLinearByRate else { throw OperationError("no kernel with multiply_linear_by_lr") }
        return try sparseUpdateKernel(context)
    }
}
