public import AdjointCore
import AdjointKernels

/// Follow the regularized leader (McMahan et al. 2013), with L2 shrinkage in the gradient, for the rows picked by
/// indices. TF: `SparseApplyFtrlV2`.
public struct SparseApplyFtrlV2: SparseUpdateOperation {
    public static let type = "SparseApplyFtrlV2"
    public static let signature = OperationSignature.sparseUpdate(
        ["var", "accum", "linear"], ["grad", "indices", "lr", "l1", "l2", "l2_shrinkage", "lr_power"])
    public static let attributes: [AttributeKey<SparseApplyFtrlV2>] = [
        .bool("use_locking", \.usesLocking), .bool("multiply_linear_by_lr", \.multipliesLinearByRate),
    ]
    static let arguments = UpdateArguments(
        slots: [1, 2], gradient: 3, learningRate: 5, l1: 6, l2: 7, l2Shrinkage: 8, learningRatePower: 9)
    static let indices = 4

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false
    /// Whether the linear slot holds its value times the learning rate; not available here.
    public var multipliesLinearByRate = false

    public init() {}

    var rule: UpdateRule { .ftrl }

    public static let gradient = GradientRule<SparseApplyFtrlV2>.notDifferentiable(
        reason: "TensorFlow defines none for updates")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        guard !multipliesLinearByRate else { throw OperationError("no kernel with multiply_linear_by_lr") }
        return try sparseUpdateKernel(context)
    }
}
