import AdjointCore

extension OperationRegistry {
    /// Convolution, pooling, batch normalization, images.
    static let neuralNetworkOperations: [any OperationDefinition.Type] = [
        AvgPool.self,
        AvgPoolGrad.self,
        BatchToSpace.self,
        BatchToSpaceND.self,
        Conv2D.self,
        Conv2DBackpropFilter.self,
        Conv2DBackpropInput.self,
        DepthToSpace.self,
        DepthwiseConv2dNative.self,
        DepthwiseConv2dNativeBackpropFilter.self,
        DepthwiseConv2dNativeBackpropInput.self,
        FusedBatchNorm.self,
        FusedBatchNormGrad.self,
        FusedBatchNormGradV2.self,
        FusedBatchNormGradV3.self,
        FusedBatchNormV2.self,
        FusedBatchNormV3.self,
        MaxPool.self,
        MaxPoolGrad.self,
        MaxPoolGradGrad.self,
        MaxPoolGradGradV2.self,
        MaxPoolGradV2.self,
        MaxPoolGradWithArgmax.self,
        MaxPoolV2.self,
        MaxPoolWithArgmax.self,
        SpaceToBatch.self,
        SpaceToBatchND.self,
        SpaceToDepth.self,
    ]
}
