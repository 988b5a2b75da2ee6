import Adjoint
import AdjointCore
import AdjointFormats

extension OperationCase {
    /// Files of images, those in Tests/Fixtures.
    static let imageFiles: [OperationCase] =
        [
            decoding("DecodeJpeg", "half.jpg"), decoding("DecodeJpeg", "progressive.jpg", channels: 3),
            decoding("DecodeJpeg", "wide.jpg", ["dct_method": .string("INTEGER_ACCURATE")]),
            decoding("DecodeJpeg", "full.jpg", channels: 1), decoding("DecodeJpeg", "grey.jpg", channels: 3),
            decoding("DecodeJpeg", "half.jpg", ["fancy_upscaling": .bool(false)]),
            decoding("DecodeJpeg", "wide.jpg", ["fancy_upscaling": .bool(false)]),
            decoding("DecodeJpeg", "restarts.jpg"), decoding("DecodeJpeg", "plain.gif"),
            decoding("DecodePng", "half.jpg", channels: 3), decoding("DecodeGif", "animation.gif"),
            decoding("DecodeGif", "overlay.gif"), decoding("DecodeGif", "interlaced.gif"),
            decoding("DecodeGif", "half.jpg"), decoding("DecodeBmp", "color.bmp"),
            decoding("DecodeBmp", "color.bmp", channels: 4), decoding("DecodeBmp", "opaque.bmp", channels: 3),
            decoding("DecodeBmp", "grey.bmp"), decoding("DecodeBmp", "grey.bmp", channels: 3),
        ]
        + ["full.jpg", "animation.gif", "opaque.bmp"].flatMap { file -> [OperationCase] in
            [DType.uint8, .uint16, .float32].map { dtype in
                decoding("DecodeImage", file, ["dtype": .type(dtype)])
            }
        } + [
            decoding("DecodeImage", "animation.gif", ["expand_animations": .bool(false)]),
            decoding("DecodeImage", "grey.jpg", ["expand_animations": .bool(false)], channels: 3),
            png(.uint16), png(.float32),
        ]

    private static func decoding(
        _ type: String, _ file: String, _ attributes: [String: AttributeValue] = [:], channels: Int64 = 0
    ) -> OperationCase {
        let tests = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        let path = tests.joined(separator: "/") + "/Fixtures/images/" + file
        let detail = attributes.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" } + ["\(channels) channels"]
        var attributes = attributes
        if type != "DecodeGif" { attributes["channels"] = .int(channels) }
        let contents = (try? POSIXFileSystem.posix.read(path)).map { Array($0) } ?? []
        return .raw(
            type, "\(file), \(detail.joined(separator: ", "))", dtypes: [.float32], attributes: attributes,
            inputs: [.value(NDArray(strings: [TensorString(bytes: contents)], dimensions: []))])
    }

    private static func png(_ dtype: DType) -> OperationCase {
        let file = PNG.encode((0..<60).map { UInt8($0 * 4) }, height: 4, width: 5, channels: 3)
        return .raw(
            "DecodeImage", "a PNG file as \(dtype.name)", dtypes: [.float32], attributes: ["dtype": .type(dtype)],
            inputs: [.value(NDArray(strings: [TensorString(bytes: Array(file))], dimensions: []))])
    }
}
