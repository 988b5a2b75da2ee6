import AdjointCore

extension OperationRegistry {
    /// Variables, assignments, random numbers, updates of optimizers.
    static let stateOperations: [any OperationDefinition.Type] = [
        ApplyAdadelta.self,
        ApplyAdagrad.self,
        ApplyAdam.self,
        ApplyCenteredRMSProp.self,
        ApplyFtrl.self,
        ApplyFtrlV2.self,
        ApplyGradientDescent.self,
        ApplyMomentum.self,
        ApplyRMSProp.self,
        Assign.self,
        AssignAdd.self,
        AssignSub.self,
        CountUpTo.self,
        IsVariableInitialized.self,
        LegacyVariable.self,
        Multinomial.self,
        RandomShuffle.self,
        RandomStandardNormal.self,
        RandomUniform.self,
        RandomUniformInt.self,
        ScatterAdd.self,
        ScatterSub.self,
        ScatterUpdate.self,
        SparseApplyAdadelta.self,
        SparseApplyAdagrad.self,
        SparseApplyCenteredRMSProp.self,
        SparseApplyFtrl.self,
        SparseApplyFtrlV2.self,
        SparseApplyMomentum.self,
        SparseApplyRMSProp.self,
        TruncatedNormal.self,
        VariableV2.self,
    ]
}
