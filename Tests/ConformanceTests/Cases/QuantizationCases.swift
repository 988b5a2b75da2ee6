import Adjoint
import AdjointCore

extension OperationCase {
    /// Numbers of few bits: rounded to them, turned into integers and back. Gradients pass as if nothing were rounded, so
    /// that differences do not show them: float32 alone.
    static let fewBits: [OperationCase] = roundings + quantizers + dequantizers

    private static func rounding(
        _ type: String, _ detail: String, _ attributes: [String: AttributeValue] = [:], range: [NDArray] = [],
        bits: Int32? = nil
    ) -> OperationCase {
        .raw(
            type, detail, dtypes: [.float32], attributes: attributes,
            inputs: [.random([3, 4, 2])] + range.map { .value($0) } + (bits.map { [.value(NDArray($0))] } ?? []))
    }

    private static let range = [NDArray(Float(-0.75)), NDArray(Float(0.5))]
    private static let ranges = [
        NDArray([-0.75, -0.1, -1, 0] as [Float]), NDArray([0.5, 0.9, 0.25, 0.5] as [Float]),
    ]

    private static let roundings: [OperationCase] = [
        rounding("QuantizeAndDequantize", "of its own range"),
        rounding(
            "QuantizeAndDequantize", "of a given range",
            [
                "range_given": .bool(true), "input_min": .float(-0.3), "input_max": .float(0.8), "num_bits": .int(4),
                "signed_input": .bool(false),
            ]),
        rounding("QuantizeAndDequantizeV2", "of its own range", range: range),
        rounding("QuantizeAndDequantizeV2", "of a given range", ["range_given": .bool(true)], range: range),
        rounding(
            "QuantizeAndDequantizeV2", "rounding up, without sign",
            ["signed_input": .bool(false), "num_bits": .int(3), "round_mode": .string("HALF_UP")], range: range),
        rounding(
            "QuantizeAndDequantizeV2", "of a narrow range",
            ["range_given": .bool(true), "narrow_range": .bool(true), "num_bits": .int(5)], range: range),
        rounding(
            "QuantizeAndDequantizeV2", "of the ranges along an axis", ["axis": .int(0), "num_bits": .int(5)],
            range: [NDArray([0, 0, 0] as [Float]), NDArray([0, 0, 0] as [Float])]),
        rounding("QuantizeAndDequantizeV3", "of a given range", range: range, bits: 6),
        rounding(
            "QuantizeAndDequantizeV3", "of its own range", ["range_given": .bool(false), "signed_input": .bool(false)],
            range: range, bits: 2),
        rounding("QuantizeAndDequantizeV3", "along an axis", ["axis": .int(1)], range: ranges, bits: 4),
    ]

    /// The plain type with a quantized type's bytes.
    private static let plain: [DType: DType] = [
        .qint8: .int8, .quint8: .uint8, .qint16: .int16, .quint16: .uint16, .qint32: .int32,
    ]

    private static func quantizer(
        _ dtype: DType, _ mode: String, _ detail: String = "", _ attributes: [String: AttributeValue] = [:],
        range: [NDArray] = range
    ) -> OperationCase {
        OperationCase(
            "QuantizeV2, \(dtype.name), \(mode) \(detail)", dtypes: [.float32],
            inputs: [.random([3, 4, 2])] + range.map { .value($0) },
            buildAll: { inputs in
                let graph = inputs[0].graph
                let all = attributes.merging(["T": .type(dtype), "mode": .string(mode)]) { $1 }
                guard let outputs = graph.addRaw("QuantizeV2", attributes: all, inputs: inputs)?.outputs,
                    let bytes = graph.addRaw(
                        "Bitcast", attributes: ["type": .type(plain[dtype]!)], inputs: [outputs[0]])
                else { return [.invalid(in: graph)] }
                return [bytes.output(), outputs[1], outputs[2]]
            })
    }

    private static let quantizers: [OperationCase] =
        [DType.qint8, .quint8, .qint16, .quint16, .qint32].flatMap { dtype in
            (dtype == .qint32 ? [] : ["MIN_COMBINED", "MIN_FIRST", "SCALED"]).map { quantizer(dtype, $0) }
        } + [
            // Of 32 bits TensorFlow's own ends overflow: none is reached.
            quantizer(.qint32, "SCALED", range: [NDArray(Float(-2)), NDArray(Float(1.5))]),
            quantizer(
                .qint8, "SCALED", "narrow, to even",
                ["narrow_range": .bool(true), "round_mode": .string("HALF_TO_EVEN")]),
            quantizer(.qint8, "SCALED", "along an axis", ["axis": .int(1)], range: ranges),
            quantizer(
                .quint8, "MIN_FIRST", "of a wide range at least", ["ensure_minimum_range": .float(3)], range: range),
            quantizer(.quint8, "MIN_COMBINED", "above zero", range: [NDArray(Float(0.25)), NDArray(Float(0.5))]),
        ]

    private static func dequantizer(
        _ dtype: DType, _ mode: String, _ detail: String = "", _ attributes: [String: AttributeValue] = [:],
        range: [NDArray] = range
    ) -> OperationCase {
        let bytes = (0..<24 * dtype.byteCount).map { UInt8(truncatingIfNeeded: $0 * $0 * 11 + 128) }
        let array = NDArray(
            storage: NDArray(bytes).storage, dtype: dtype, dimensions: [3, 4, 2])
        return .raw(
            "Dequantize", "\(dtype.name), \(mode) \(detail)", dtypes: [.float32],
            attributes: attributes.merging(["mode": .string(mode)]) { $1 },
            inputs: [.value(array)] + range.map { .value($0) })
    }

    private static let dequantizers: [OperationCase] =
        [DType.qint8, .quint8, .qint16, .quint16, .qint32].flatMap { dtype in
            ["MIN_COMBINED", "MIN_FIRST", "SCALED"].map { dequantizer(dtype, $0) }
        } + [
            dequantizer(.qint8, "SCALED", "narrow", ["narrow_range": .bool(true)]),
            dequantizer(.quint8, "MIN_COMBINED", "along an axis", ["axis": .int(1)], range: ranges),
        ]
}
