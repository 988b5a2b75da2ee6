import AdjointCore

extension OperationRegistry {
    /// Conditionals, loops, function calls, tensor arrays and stacks.
    static let controlFlowOperations: [any OperationDefinition.Type] = [
        Assert.self,
        ControlTrigger.self,
        Enter.self,
        Exit.self,
        LoopCond.self,
        Merge.self,
        NextIteration.self,
        Print.self,
        RefEnter.self,
        RefExit.self,
        RefIdentity.self,
        RefMerge.self,
        RefNextIteration.self,
        RefSwitch.self,
        ReverseSequence.self,
        StackCloseV2.self,
        StackPopV2.self,
        StackPushV2.self,
        StackV2.self,
        Switch.self,
        TensorArrayCloseV3.self,
        TensorArrayConcatV3.self,
        TensorArrayGatherV3.self,
        TensorArrayGradV3.self,
        TensorArrayReadV3.self,
        TensorArrayScatterV3.self,
        TensorArraySizeV3.self,
        TensorArraySplitV3.self,
        TensorArrayV3.self,
        TensorArrayWriteV3.self,
    ]
}
