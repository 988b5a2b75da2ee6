import AdjointCore

extension OperationRegistry {
    /// Constants, placeholders, shapes, indexing, reductions.
    static let arrayOperations: [any OperationDefinition.Type] = [
        All.self,
        AnyOperation.self,
        BroadcastGradientArgs.self,
        BroadcastTo.self,
        Cast.self,
        Const.self,
        ExpandDims.self,
        Fill.self,
        Identity.self,
        InvertPermutation.self,
        Max.self,
        Mean.self,
        Min.self,
        NoOp.self,
        Pack.self,
        Placeholder.self,
        PlaceholderWithDefault.self,
        PreventGradient.self,
        Prod.self,
        RangeOperation.self,
        Rank.self,
        Reshape.self,
        ShapeN.self,
        ShapeOperation.self,
        Size.self,
        Squeeze.self,
        StopGradient.self,
        Sum.self,
        Tile.self,
        Transpose.self,
        Unpack.self,
        ZerosLike.self,
    ]
}
