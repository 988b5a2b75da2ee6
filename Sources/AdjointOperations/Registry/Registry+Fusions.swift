import AdjointCore

extension OperationRegistry {
    /// The patterns the planner replaces by fused kernels, in the order they are tried.
    static let fusions: [any RewriteRule] = [
        BiasIntoProduct(), ActivationIntoProduct(), BiasIntoConvolution(), ActivationIntoConvolution(),
        RectifierIntoMaxPoolGradient(), ProductsIntoUpdates(),
    ]
}
