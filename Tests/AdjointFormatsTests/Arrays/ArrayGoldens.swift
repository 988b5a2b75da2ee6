import AdjointFormats

/// The arrays that Tests/Fixtures/arrays/make_array_goldens.py writes.
enum ArrayGoldens {
    /// The arrays by name.
    static let arrays: [String: StoredArray] = [
        "float32": array(.float32, [2, 3], [0, 1, 2, 3, 4, 5] as [Float]),
        "float64": array(.float64, [3], [0, 1, 2] as [Double]),
        "float16": array(.float16, [4], [0, 0x3c00, 0x4000, 0x4200] as [UInt16]),
        "int64": array(.int64, [], [-5] as [Int64]),
        "int32": array(.int32, [2, 0, 3], [] as [Int32]),
        "uint8": array(.uint8, [1, 12], Array(0..<12) as [UInt8]),
        "bool": array(.bool, [3], [1, 0, 1] as [UInt8]),
        "complex64": array(.complex64, [2], [1, 2, -0.0, -3] as [Float]),
        "text": StoredArray(shape: [3], strings: ["a", "", "höher😀"].map { Bytes($0.utf8) }),
        "bytes": StoredArray(shape: [3], strings: [Bytes("ab".utf8), [], [0xff, 0, 0x63]]),
    ]

    /// An array of numbers.
    static func array<Element: BitwiseCopyable>(_ dtype: DataType, _ shape: [Int], _ elements: [Element]) -> StoredArray
    {
        StoredArray(dtype: dtype, shape: shape, bytes: elements.withUnsafeBytes { Bytes(copying: $0) })
    }
}
