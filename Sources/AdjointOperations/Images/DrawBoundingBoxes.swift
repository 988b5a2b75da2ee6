public import AdjointCore

/// Images with boxes drawn on them, in ten colors in turn. TF: `DrawBoundingBoxes`.
///
/// images: float32 `[batch, height, width, channels]` of 1, 3 or 4 channels; boxes: float32 `[batch, count, 4]`, the upper,
/// left, lower and right border as parts of the extents.
public struct DrawBoundingBoxes: BoxDrawing {
    public static let type = "DrawBoundingBoxes"
    public static let signature = OperationSignature(
        inputs: [.tensor("images", in: DTypeSet(.float16, .float32)), .tensor("boxes", .float32)],
        outputs: [.tensor("output")])

    public init() {}
}
