import AdjointCore
import AdjointOperations
import Testing

@Suite struct ExampleParsingTests {
    /// {"x": float_list [1, 2]}.
    private let example: [UInt8] = [
        0x0a, 19, 0x0a, 17, 0x0a, 1, 0x78, 0x12, 12, 0x12, 10, 0x0a, 8, 0, 0, 0x80, 0x3f, 0, 0, 0, 0x40,
    ]

    private func mistake(
        key: TensorString = "x", dtype: DType = .float32, shape: Shape = [2], placeholder: NDArray? = nil,
        example: [UInt8]? = nil
    ) -> String? {
        SingleOperation.mistake(
            ParseSingleExample.self,
            [
                "dense_keys": .list(.strings([key])), "Tdense": .list(.types([dtype])),
                "dense_shapes": .list(.shapes([shape])),
            ],
            [.scalar(example ?? self.example), placeholder ?? NDArray(zeros: dtype, dimensions: [0])])
    }

    @Test func whatDoesNotFitIsNamed() {
        #expect(mistake() == nil)
        #expect(mistake(shape: [nil], placeholder: NDArray([Float(0)])) == nil)
        #expect(mistake(key: "y")?.contains("feature 'y' is required") ?? false)
        #expect(mistake(dtype: .int64)?.contains("feature 'x' is a list of floats") ?? false)
        #expect(mistake(shape: [3])?.contains("feature 'x' has 2 elements") ?? false)
        #expect(mistake(shape: [nil, 3], placeholder: NDArray([Float(0)]))?.contains("2 elements") ?? false)
        #expect(mistake(shape: [nil])?.contains("one element to pad with") ?? false)
        #expect(mistake(placeholder: NDArray([Float(1), 2, 3]))?.contains("the default of feature 'x'") ?? false)
        #expect(mistake(dtype: .int32)?.contains("cannot be int32") ?? false)
        #expect(mistake(shape: [2, nil])?.contains("open shape") ?? false)
        #expect(mistake(shape: [nil, 0], placeholder: NDArray([Float(0)]))?.contains("empty shape") ?? false)
        #expect(mistake(shape: .unknown)?.contains("no rank") ?? false)
        #expect(mistake(shape: [1 << 21, 1 << 21])?.contains("too large") ?? false)
        #expect(mistake(example: [0x0a, 5])?.contains("example 0") ?? false)
    }

    @Test func aFeatureIsAskedForOnce() {
        let attributes: Attributes = [
            "dense_keys": .list(.strings(["x"])), "Tdense": .list(.types([.float32])),
            "dense_shapes": .list(.shapes([[2]])), "sparse_keys": .list(.strings(["x"])),
            "sparse_types": .list(.types([.float32])), "num_sparse": .int(1),
        ]
        let mistake = SingleOperation.mistake(
            ParseSingleExample.self, attributes, [.scalar([]), NDArray([Float(1), 2])])
        #expect(mistake?.contains("asked for twice") ?? false)
    }
}
