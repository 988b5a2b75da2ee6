public import AdjointCore

/// A random part of an image that shows enough of one of some objects. TF: `SampleDistortedBoundingBox`.
///
/// image_size: integers, height, width and channels; bounding_boxes: float32 `[batch, count, 4]`, upper, left, lower and
/// right border in 0…1. Outputs: begin and size for a slice of the image, and the part as a box, `[1, 1, 4]`; the whole
/// image if all attempts fail. For equal seeds the parts are TensorFlow's.
public struct SampleDistortedBoundingBox: BoxSampling {
    public static let type = "SampleDistortedBoundingBox"
    public static let signature = OperationSignature(
        inputs: [.tensor("image_size", in: boxSamplingTypes), .tensor("bounding_boxes", .float32)],
        outputs: [.tensor("begin"), .tensor("size"), .tensor("bboxes", .float32)])
    public static let attributes: [AttributeKey<SampleDistortedBoundingBox>] =
        samplingAttributes + [.float("min_object_covered", \.coveredShare)]

    var settings = BoxSamplingSettings()
    /// How much of an object a part must show at least.
    public var coveredShare: Float = 0.1

    public init() {}

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        try samplingKernel(context, covering: coveredShare)
    }
}

/// The types of image sizes.
let boxSamplingTypes = DTypeSet(.uint8, .int8, .int16, .int32, .int64)
