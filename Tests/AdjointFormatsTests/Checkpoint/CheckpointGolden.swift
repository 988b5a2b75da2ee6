import AdjointFormats

/// The tensors of a checkpoint that TensorFlow wrote.
struct CheckpointGolden {
    struct Tensor {
        let name: String
        let dtype: String
        let shape: [Int]
        let bytes: [UInt8]
        let strings: [[UInt8]]
    }

    let prefix: String
    let tensors: [Tensor]

    /// The checkpoint named `name` in Tests/Fixtures/checkpoint.
    init(_ name: String) throws {
        prefix = Fixture.path("checkpoint/\(name)")
        let lines = String(decoding: try Fixture.bytes("checkpoint/\(name).tsv"), as: UTF8.self).split(separator: "\n")
        tensors = lines.map { line in
            let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
            let isString = columns[1] == "DT_STRING"
            return Tensor(
                name: String(columns[0]), dtype: String(columns[1]),
                shape: columns[2].split(separator: ",").map { Int($0)! },
                bytes: isString ? [] : AdjointFormatsTests.bytes(hexadecimal: columns[3]),
                strings: isString
                    ? columns[3].split(separator: ",", omittingEmptySubsequences: false).map {
                        AdjointFormatsTests.bytes(hexadecimal: $0)
                    } : [])
        }
    }
}
