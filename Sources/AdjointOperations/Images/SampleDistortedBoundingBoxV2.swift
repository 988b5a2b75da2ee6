public import AdjointCore

/// A random part of an image that shows enough of one of some objects. TF: `SampleDistortedBoundingBoxV2`.
///
/// As ``SampleDistortedBoundingBox``; how much must be shown is a third input, a float32 scalar.
public struct SampleDistortedBoundingBoxV2: BoxSampling {
    public static let type = "SampleDistortedBoundingBoxV2"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("image_size", in: boxSamplingTypes), .tensor("bounding_boxes", .float32),
            .tensor("min_object_covered", .float32),
        ],
        outputs: [.tensor("begin"), .tensor("size"), .tensor("bboxes", .float32)])
    public static let attributes: [AttributeKey<SampleDistortedBoundingBoxV2>] = samplingAttributes

    var settings = BoxSamplingSettings()

    public init() {}

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        try samplingKernel(context, covering: nil)
    }
}
