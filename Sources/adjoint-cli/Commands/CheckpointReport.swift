import Adjoint

/// The tensors of a checkpoint.
struct CheckpointReport: Report {
    let prefix: String
    private let tensors: [CheckpointTensor]
    private let format: String

    init(prefix: String, _ checkpoint: any CheckpointReader) {
        self.prefix = prefix
        tensors = checkpoint.tensors
        format = (checkpoint as? TensorBundleReader).map { "V2, \(Words.count($0.shardCount, "data file"))" } ?? "V1"
    }

    private var byteCount: Int { tensors.reduce(0) { $0 + ($1.byteCount ?? 0) } }

    var json: JSONValue {
        .object([
            ("kind", .string("checkpoint")), ("prefix", .string(prefix)), ("format", .string(format)),
            ("bytes", .int(byteCount)),
            (
                "tensors",
                .array(
                    tensors.map { tensor in
                        .object([
                            ("name", .string(tensor.name)), ("dtype", .string(tensor.dtype.spelling)),
                            ("shape", .array(tensor.shape.map(JSONValue.int))),
                            ("bytes", tensor.byteCount.map(JSONValue.int) ?? .null),
                        ])
                    })
            ),
        ])
    }

    func print(_ output: inout Output) {
        output.line(
            "checkpoint \(prefix) (\(format)): \(Words.count(tensors.count, "tensor")), \(Words.bytes(byteCount))")
        output.table(
            tensors.map { tensor in
                [
                    tensor.name, tensor.dtype.spelling, "\(tensor.shape)",
                    tensor.byteCount.map(Words.bytes) ?? Words.count(tensor.elementCount, "string"),
                ]
            })
    }
}
