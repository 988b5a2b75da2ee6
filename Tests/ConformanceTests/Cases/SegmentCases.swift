import Adjoint
import AdjointCore

extension OperationCase {
    /// Reductions of rows by segment, counts, sparse tensors.
    static let segments: [OperationCase] = sorted + unsorted + sparseSegments + sparseTensors + counts

    private static let sorted: [OperationCase] = ["SegmentMean", "SegmentProd", "SegmentMax", "SegmentMin"].map {
        type in
        .raw(type, inputs: [.random([5, 3]), .value(NDArray([0, 0, 1, 3, 3] as [Int32]))])
    }

    private static let unsorted: [OperationCase] =
        ["UnsortedSegmentProd", "UnsortedSegmentMax", "UnsortedSegmentMin"].map { type in
            .raw(
                type,
                inputs: [
                    .random([5, 3]), .value(NDArray([2, 0, 2, -1, 1] as [Int64])), .value(NDArray(Int32(3))),
                ])
        }

    private static let sparseSegments: [OperationCase] =
        ["SparseSegmentSum", "SparseSegmentMean", "SparseSegmentSqrtN"].map { type in
            .raw(
                type,
                inputs: [
                    .random([5, 3]), .value(NDArray([4, 0, 0, 2] as [Int32])),
                    .value(NDArray([0, 0, 0, 2] as [Int32])),
                ])
        }
        + ["SparseSegmentSum", "SparseSegmentMean", "SparseSegmentSqrtN"].map { type in
            .raw(
                type + "WithNumSegments",
                inputs: [
                    .random([5, 3]), .value(NDArray([4, 0, 0, 2] as [Int32])),
                    .value(NDArray([0, 0, 0, 2] as [Int64])), .value(NDArray(Int32(5))),
                ])
        }
        + ["SparseSegmentSumGrad", "SparseSegmentMeanGrad", "SparseSegmentSqrtNGrad"].map { type in
            .raw(
                type,
                inputs: [
                    .random([3, 2]), .value(NDArray([4, 0, 0, 2] as [Int32])),
                    .value(NDArray([0, 0, 0, 2] as [Int32])),
                    .value(NDArray(Int32(5))),
                ])
        }

    private static let places = NDArray([0, 1, 1, 0, 1, 2, 3, 1] as [Int64], dimensions: [4, 2])

    private static let sparseTensors: [OperationCase] =
        [
            .raw(
                "SparseToDense",
                inputs: [.value(places), .value(NDArray([4, 3] as [Int64])), .random([4]), .random([])]),
            .raw(
                "SparseToDense", "one value in a vector",
                inputs: [
                    .value(NDArray([1, 3] as [Int32])), .value(NDArray([5] as [Int32])), .random([]), .random([]),
                ]),
            .raw(
                "SparseTensorDenseMatMul",
                inputs: [.value(places), .random([4]), .value(NDArray([4, 3] as [Int64])), .random([3, 2])]),
            .raw(
                "SparseTensorDenseMatMul", "both transposed",
                attributes: ["adjoint_a": .bool(true), "adjoint_b": .bool(true)],
                inputs: [.value(places), .random([4]), .value(NDArray([4, 3] as [Int64])), .random([2, 4])]),
        ]
        + ["SparseDenseCwiseMul", "SparseDenseCwiseAdd", "SparseDenseCwiseDiv"].map { type in
            .raw(
                type,
                inputs: [
                    .value(places), .random([4]), .value(NDArray([4, 3] as [Int64])), .randomIn(0.5...2, [4, 1]),
                ])
        }

    private static let ascending = NDArray([0, 2, 2, 4, 1, 1, 5, 8] as [Float], dimensions: [2, 4])

    private static let counts: [OperationCase] = [
        .raw(
            "Bincount", inputs: [.value(NDArray([1, 3, 1, 9] as [Int32])), .value(NDArray(Int32(4))), .random([4])]),
        .raw(
            "Bucketize", attributes: ["boundaries": .list(.floats([-0.5, 0, 0.25]))], inputs: [.random([3, 4])]),
        .raw(
            "Roll",
            inputs: [.random([3, 4, 2]), .value(NDArray([1, -5] as [Int32])), .value(NDArray([0, -2] as [Int64]))]),
        .raw("Bitcast", "as wide", attributes: ["type": .type(.int32)], inputs: [.value(NDArray([1, 2] as [Float]))]),
        .raw("Bitcast", "narrower", attributes: ["type": .type(.uint8)], inputs: [.random([3])]),
        .raw(
            "LowerBound",
            inputs: [.value(ascending), .value(NDArray([2, 0, 4, 9, 1, 5] as [Float], dimensions: [2, 3]))]),
        .raw(
            "UpperBound", attributes: ["out_type": .type(.int64)],
            inputs: [.value(ascending), .value(NDArray([2, 0, 4, 9, 1, 5] as [Float], dimensions: [2, 3]))]),
        .raw("DataFormatDimMap", inputs: [.value(NDArray([0, 1, 2, 3, -1, -4] as [Int32], dimensions: [2, 3]))]),
        .raw(
            "DataFormatDimMap", "of volumes",
            attributes: ["src_format": .string("NDHWC"), "dst_format": .string("NCDHW")],
            inputs: [.value(NDArray([4, -2] as [Int64]))]),
        .raw("DataFormatVecPermute", inputs: [.value(NDArray([7, 4, 9, 3] as [Int32]))]),
        .raw(
            "DataFormatVecPermute", "pairs",
            attributes: ["src_format": .string("NCHW"), "dst_format": .string("NHWC")],
            inputs: [.value(NDArray([7, 4, 9, 3, 5, 1, 2, 8] as [Int64], dimensions: [4, 2]))]),
        .raw(
            "DataFormatVecPermute", "height and width", attributes: ["dst_format": .string("NCWH")],
            inputs: [.value(NDArray([7, 4] as [Int32]))]),
        .raw("ClipByValue", inputs: [.random([3, 4]), .randomIn(-0.4 ... -0.3, []), .randomIn(0.3...0.4, [])]),
    ]
}
