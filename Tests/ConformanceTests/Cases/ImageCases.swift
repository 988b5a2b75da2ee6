import Adjoint
import AdjointCore
import AdjointFormats

extension OperationCase {
    /// Resizing, crops, patches, colors, boxes.
    static let images: [OperationCase] = resized + crops + patches + colors + boxes + pngFiles

    private static let resized: [OperationCase] = [
        OperationCase("ResizeBicubic", dtypes: [.float32], inputs: [.random([2, 3, 4, 2])]) {
            $0[0].resizedBicubically(size: [7, 3])
        },
        OperationCase("ResizeBicubic, corners aligned", dtypes: [.float32], inputs: [.random([1, 4, 3, 2])]) {
            $0[0].resizedBicubically(size: [6, 5], alignsCorners: true)
        },
        OperationCase("ResizeBicubic by centers", dtypes: [.float32], inputs: [.random([1, 4, 5, 1])]) {
            $0[0].resizedBicubically(size: [3, 9], usesPixelCenters: true)
        },
        OperationCase("ResizeBicubic of integers", dtypes: [.int32, .uint8], inputs: [.random([1, 3, 2, 1])]) {
            $0[0].resizedBicubically(size: [2, 5])
        },
        OperationCase("ResizeArea", dtypes: [.float32], inputs: [.random([2, 5, 4, 2])]) {
            $0[0].resizedByArea(size: [3, 2])
        },
        OperationCase("ResizeArea, enlarged", dtypes: [.float32, .uint8], inputs: [.random([1, 2, 3, 1])]) {
            $0[0].resizedByArea(size: [5, 4])
        },
        OperationCase("ResizeArea, corners aligned", dtypes: [.float32], inputs: [.random([1, 5, 4, 2])]) {
            $0[0].resizedByArea(size: [3, 3], alignsCorners: true)
        },
    ]

    private static let cropBoxes = NDArray(
        [0, 0, 1, 1, 0.1, 0.2, 0.7, 0.9, -0.3, 0.4, 0.5, 1.4, 0.8, 0.9, 0.2, 0.1] as [Float], dimensions: [4, 4])
    private static let boxImages = NDArray([0, 1, 1, 0] as [Int32])

    private static let crops: [OperationCase] =
        [CropMethod.bilinear, .nearest].map { method in
            OperationCase(
                "CropAndResize, \(method.rawValue)", dtypes: [.float32],
                inputs: [.random([2, 4, 5, 2]), .value(cropBoxes), .value(boxImages)]
            ) {
                $0[0].croppedAndResized(
                    boxes: $0[1], boxIndices: $0[2], size: [3, 2], method: method, extrapolationValue: 0.25)
            }
        } + [
            OperationCase(
                "CropAndResize to one pixel", dtypes: [.float32],
                inputs: [.random([2, 4, 5, 1]), .randomIn(0.1...0.8, [4, 4]), .value(boxImages)]
            ) { $0[0].croppedAndResized(boxes: $0[1], boxIndices: $0[2], size: [1, 3]) },
            OperationCase(
                "CropAndResize of integers", dtypes: [.uint8],
                inputs: [.random([2, 4, 5, 1]), .value(cropBoxes), .value(boxImages)]
            ) { $0[0].croppedAndResized(boxes: $0[1], boxIndices: $0[2], size: [2, 2]) },
        ]

    private static let patches: [OperationCase] = [
        OperationCase("ExtractImagePatches", inputs: [.random([2, 4, 5, 3])]) {
            $0[0].imagePatches(window: WindowSize(2, 3), strides: WindowSize(1, 2), padding: .valid)
        },
        OperationCase("ExtractImagePatches, SAME with rates", inputs: [.random([1, 5, 4, 2])]) {
            $0[0].imagePatches(window: 2, strides: 1, rates: WindowSize(2, 1), padding: .same)
        },
        OperationCase("ExtractImagePatches of integers", dtypes: [.int32, .uint8], inputs: [.random([1, 3, 4, 2])]) {
            $0[0].imagePatches(window: 2, strides: 2, padding: .same)
        },
    ]

    private static let colors: [OperationCase] = [
        .raw("RGBToHSV", inputs: [.randomIn(0...1, [2, 3, 4, 3])]),
        .raw(
            "RGBToHSV", "of greys", inputs: [.value(NDArray([0, 0, 0, 0.5, 0.5, 0.5] as [Float], dimensions: [2, 3]))]),
        .raw("HSVToRGB", inputs: [.randomIn(0...1, [5, 3])]),
        .raw("AdjustHue", dtypes: [.float32], inputs: [.randomIn(0...1, [2, 3, 3]), .value(NDArray(Float(-0.7)))]),
        .raw(
            "AdjustSaturation", dtypes: [.float32], inputs: [.randomIn(0...1, [2, 3, 3]), .value(NDArray(Float(1.7)))]),
        .raw(
            "AdjustContrastv2", dtypes: [.float32],
            inputs: [.randomIn(0...1, [2, 3, 4, 2]), .value(NDArray(Float(1.7)))]),
    ]

    private static let corners = NDArray(
        [
            0, 0, 1, 1, 0, 0.1, 1, 1.1, 0, -0.1, 1, 0.9, 0, 10, 1, 11, 0, 10.1, 1, 11.1, 1, 101, 0, 100, 3, 3, 3, 4,
        ] as [Float], dimensions: [7, 4])
    private static let scores = NDArray([0.9, 0.75, 0.6, 0.95, 0.5, 0.3, 0.75] as [Float])

    private static func suppression(
        _ type: String, _ detail: String = "", limit: Int32, _ numbers: [Float] = [],
        _ attributes: [String: AttributeValue] = [:]
    ) -> OperationCase {
        .raw(
            type, detail, attributes: attributes,
            inputs: [.value(corners), .value(scores), .value(NDArray(limit))] + numbers.map { .value(NDArray($0)) })
    }

    private static let boxes: [OperationCase] = [
        suppression("NonMaxSuppression", limit: 3, [], ["iou_threshold": .float(0.4)]),
        suppression("NonMaxSuppressionV2", limit: 9, [0.5]),
        suppression("NonMaxSuppressionV3", limit: 9, [0.95, 0.55]),
        suppression("NonMaxSuppressionV4", limit: 9, [0.5, 0], ["pad_to_max_output_size": .bool(true)]),
        suppression("NonMaxSuppressionV5", limit: 9, [0.5, 0.1, 0]),
        suppression("NonMaxSuppressionV5", "softly", limit: 6, [0.95, 0.1, 0.5]),
    ]

    /// TensorFlow reads the files that are written here.
    private static func file(_ channels: Int, as wanted: Int) -> OperationCase {
        let pixels = (0..<5 * 7 * channels).map { UInt8(truncatingIfNeeded: $0 * $0 / 3) }
        let file = TensorString(bytes: Array(PNG.encode(pixels, height: 5, width: 7, channels: channels)))
        return .raw(
            "DecodePng", "\(channels) channels as \(wanted)", attributes: ["channels": .int(Int64(wanted))],
            inputs: [.value(NDArray(strings: [file], dimensions: []))])
    }

    private static let pngFiles: [OperationCase] = [
        file(1, as: 0), file(2, as: 0), file(3, as: 0), file(4, as: 0), file(1, as: 3), file(2, as: 4), file(3, as: 4),
        file(4, as: 3),
    ]
}
