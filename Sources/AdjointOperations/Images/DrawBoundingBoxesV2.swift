public import AdjointCore

/// Images with boxes drawn on them, in given colors in turn. TF: `DrawBoundingBoxesV2`.
///
/// images: float32 `[batch, height, width, channels]` of 1, 3 or 4 channels; boxes: float32 `[batch, count, 4]`, the upper,
/// left, lower and right border as parts of the extents; colors: float32 `[count, 4]`, none for those of
/// ``DrawBoundingBoxes``.
public struct DrawBoundingBoxesV2: BoxDrawing {
    public static let type = "DrawBoundingBoxesV2"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("images", in: DTypeSet(.float16, .float32)), .tensor("boxes", .float32),
            .tensor("colors", .float32),
        ],
        outputs: [.tensor("output")])

    public init() {}
}
