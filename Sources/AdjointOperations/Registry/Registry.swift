public import AdjointCore

extension OperationRegistry {
    /// Every op of this module, and the planner's rewrite rules.
    public static let standard = OperationRegistry(
        mathematicalOperations + arrayOperations + stateOperations + controlFlowOperations + neuralNetworkOperations
            + resourceOperations + fileOperations, rewriteRules: fusions)
}
