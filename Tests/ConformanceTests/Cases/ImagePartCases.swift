import Adjoint
import AdjointCore

extension OperationCase {
    /// Boxes drawn and sampled, glimpses, morphology, pooling over regions of two extents.
    static let imageParts: [OperationCase] = dilations + drawings + glimpses + samples + fractional

    private static func dilation(
        _ detail: String, _ input: [Int], _ filter: [Int], strides: [Int64] = [1, 1, 1, 1],
        rates: [Int64] = [1, 1, 1, 1], padding: String, dtypes: [DType] = [.float32, .float64]
    ) -> OperationCase {
        .raw(
            "Dilation2D", detail, dtypes: dtypes,
            attributes: [
                "strides": .list(.ints(strides)), "rates": .list(.ints(rates)), "padding": .string(padding),
            ],
            inputs: [.random(input), .random(filter)])
    }

    private static let dilations: [OperationCase] = [
        dilation("", [2, 5, 4, 3], [2, 3, 3], padding: "VALID"),
        dilation("with strides, padded", [1, 5, 6, 2], [3, 2, 2], strides: [1, 2, 3, 1], padding: "SAME"),
        dilation("with rates", [2, 6, 5, 1], [2, 2, 1], rates: [1, 2, 3, 1], padding: "SAME"),
        dilation("of integers", [1, 3, 4, 2], [2, 2, 2], padding: "SAME", dtypes: [.int32, .int64]),
        dilation("of no images", [0, 3, 4, 2], [2, 2, 2], padding: "VALID"),
    ]

    private static let drawnBoxes = NDArray(
        [
            0.1, 0.2, 0.6, 0.9, -0.5, 0.5, 0.7, 1.5, 0.8, 0.1, 0.2, 0.9, 1.2, 0, 1.5, 1, 0, 0, 1, 1, 0.5, 0.5, 0.5, 0.5,
            0, 0, 0.3, 0.3, 0.2, 0.2, 2, 0.9, -1, -1, 2, 2, 0.9, 0.9, 1, 1, 0.1, 0.1, 0.2, 0.2, 0.4, 0.4, 0.8, 0.6,
        ] as [Float], dimensions: [2, 6, 4])

    private static func drawing(_ channels: Int, colors: NDArray? = nil) -> OperationCase {
        .raw(
            colors == nil ? "DrawBoundingBoxes" : "DrawBoundingBoxesV2", "\(channels) channels, \(colors?.count ?? 0)",
            dtypes: [.float32],
            inputs: [.random([2, 9, 8, channels]), .value(drawnBoxes)] + (colors.map { [.value($0)] } ?? []))
    }

    private static let drawings: [OperationCase] = [
        drawing(1), drawing(3), drawing(4),
        drawing(3, colors: NDArray([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8] as [Float], dimensions: [2, 4])),
        drawing(1, colors: NDArray([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8] as [Float], dimensions: [2, 4])),
        drawing(3, colors: NDArray(zeros: .float32, dimensions: [0, 4])),
    ]

    private static let offsets: [Float] = [0, 0, -0.9, 0.3, 0.7, -0.4, 1.6, 0.1, -3, 5]

    private static func glimpse(_ type: String, isNormalized: Bool, isCentered: Bool, size: [Int32]) -> OperationCase {
        .raw(
            type, "\(size), \(isNormalized ? "normalized" : "pixels"), \(isCentered ? "centered" : "from the corner")",
            dtypes: [.float32],
            attributes: [
                "normalized": .bool(isNormalized), "centered": .bool(isCentered), "uniform_noise": .bool(false),
                "noise": .string("zero"),
            ],
            inputs: [
                .random([5, 7, 6, 2]), .value(NDArray(size)), .value(NDArray(offsets, dimensions: [5, 2])),
            ])
    }

    private static let glimpses: [OperationCase] =
        ["ExtractGlimpse", "ExtractGlimpseV2"].flatMap { type in
            [true, false].flatMap { isNormalized in
                [true, false].map { isCentered in
                    glimpse(type, isNormalized: isNormalized, isCentered: isCentered, size: [3, 4])
                }
            } + [glimpse(type, isNormalized: true, isCentered: true, size: [9, 11])]
        }

    private static let seeds: [String: AttributeValue] = ["seed": .int(3), "seed2": .int(5)]

    private static func sampled(
        _ detail: String, size: [Int32], boxes: [Float], _ attributes: [String: AttributeValue] = [:],
        covered: Float? = nil
    ) -> OperationCase {
        .raw(
            covered == nil ? "SampleDistortedBoundingBox" : "SampleDistortedBoundingBoxV2", detail,
            attributes: seeds.merging(attributes) { $1 },
            inputs: [
                .value(NDArray(size)), .value(NDArray(boxes, dimensions: [1, boxes.count / 4, 4])),
            ] + (covered.map { [.value(NDArray($0))] } ?? []))
    }

    private static let samples: [OperationCase] = [
        sampled("", size: [50, 70, 3], boxes: [0.1, 0.2, 0.6, 0.9, 0.3, 0.3, 0.4, 0.5]),
        sampled(
            "of few attempts", size: [50, 70, 3], boxes: [0.1, 0.2, 0.12, 0.22],
            ["max_attempts": .int(2), "area_range": .list(.floats([0.05, 0.06]))]),
        sampled(
            "without boxes", size: [299, 131, 3], boxes: [],
            ["use_image_if_no_bounding_boxes": .bool(true), "aspect_ratio_range": .list(.floats([0.5, 3]))]),
        sampled("", size: [64, 64, 1], boxes: [0.1, 0.2, 0.6, 0.9], covered: 0.5),
        .raw(
            "RandomCrop", dtypes: [.float32, .uint8], attributes: seeds,
            inputs: [.random([7, 9, 2]), .value(NDArray([3, 4] as [Int64]))]),
        .raw(
            "RandomCrop", "of full height", dtypes: [.float32], attributes: seeds,
            inputs: [.random([7, 9, 2]), .value(NDArray([7, 4] as [Int64]))]),
    ]

    private static func fractional(
        _ type: String, _ ratios: [Float], pseudorandom: Bool, overlapping: Bool,
        dtypes: [DType] = [.float32, .float64]
    ) -> OperationCase {
        .raw(
            type,
            "\(ratios)\(pseudorandom ? ", pseudorandom" : "")\(overlapping ? ", overlapping" : "")", dtypes: dtypes,
            attributes: seeds.merging([
                "pooling_ratio": .list(.floats(ratios)), "pseudo_random": .bool(pseudorandom),
                "overlapping": .bool(overlapping), "deterministic": .bool(true),
            ]) { $1 },
            inputs: [.random([2, 11, 9, 3])])
    }

    private static let places: [Input] = [
        .value(NDArray([0, 2, 3, 5] as [Int64])), .value(NDArray([0, 1, 3, 4, 6] as [Int64])),
    ]

    private static let pooledImages = NDArray((0..<120).map { Float($0 * 37 % 113) }, dimensions: [2, 5, 6, 2])

    /// The largest elements of the regions from these places.
    private static func pooled(_ isOverlapping: Bool) -> NDArray {
        let values = (try? pooledImages.scalars(as: Float.self)) ?? []
        let (rows, columns) = ([0, 2, 3, 5], [0, 1, 3, 4, 6])
        var result: [Float] = []
        for image in 0..<2 {
            for row in 0..<3 {
                for column in 0..<4 {
                    for channel in 0..<2 {
                        let overlap = isOverlapping ? 1 : 0
                        let region = (rows[row]..<min(rows[row + 1] + overlap, 5)).flatMap { y in
                            (columns[column]..<min(columns[column + 1] + overlap, 6)).map { x in
                                values[((image * 5 + y) * 6 + x) * 2 + channel]
                            }
                        }
                        result.append(region.max() ?? 0)
                    }
                }
            }
        }
        return NDArray(result, dimensions: [2, 3, 4, 2])
    }

    private static let fractional: [OperationCase] =
        ["FractionalMaxPool", "FractionalAvgPool"].flatMap { type in
            [
                fractional(type, [1, 1.44, 1.73, 1], pseudorandom: false, overlapping: false),
                fractional(type, [1, 1.44, 1.73, 1], pseudorandom: true, overlapping: true),
                fractional(type, [1, 2.7, 3, 1], pseudorandom: true, overlapping: false, dtypes: [.int32]),
                fractional(type, [1, 1, 4.5, 1], pseudorandom: false, overlapping: true, dtypes: [.float32]),
            ]
        }
        + [false, true].flatMap { isOverlapping -> [OperationCase] in
            let detail = isOverlapping ? "overlapping" : ""
            let attributes: [String: AttributeValue] = ["overlapping": .bool(isOverlapping)]
            return [
                .raw(
                    "FractionalMaxPoolGrad", detail, dtypes: [.float32], attributes: attributes,
                    inputs: [.value(pooledImages), .value(pooled(isOverlapping)), .random([2, 3, 4, 2])] + places),
                .raw(
                    "FractionalAvgPoolGrad", detail, dtypes: [.float32, .float64, .int64], attributes: attributes,
                    inputs: [.value(NDArray([2, 5, 6, 2] as [Int64])), .random([2, 3, 4, 2])] + places),
            ]
        }
}
