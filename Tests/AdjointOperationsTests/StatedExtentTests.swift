import AdjointCore
import AdjointOperations
import Testing

/// Extents that inputs and attributes state: what cannot be is a mistake that says so, and never a trap.
@Suite("Stated extents")
struct StatedExtentTests {
    private let noCoordinates = NDArray([] as [Int64], dimensions: [0, 3])
    private let noValues = NDArray([] as [Float])
    private let huge = Int64(1) << 40

    @Test("negative ones")
    func negative() {
        let element = NDArray([0, 0] as [Int64], dimensions: [1, 2])
        let (value, shape) = (NDArray([1] as [Float]), NDArray([-1, 3] as [Int64]))
        let axes = NDArray([1] as [Int32])
        #expect(SingleOperation.mistake(SparseReduceSum.self, [:], [element, value, shape, axes]) != nil)
        #expect(SingleOperation.mistake(SerializeManySparse.self, [:], [element, value, shape]) != nil)
        let rows = NDArray([1, 2] as [Float], dimensions: [2, 1])
        let (picked, segments) = (NDArray([0, 1] as [Int32]), NDArray([0, 0] as [Int32]))
        #expect(
            SingleOperation.mistake(
                SparseSegmentSumGrad.self, [:], [rows, picked, segments, NDArray(Int32(-1))]) != nil)
        #expect(
            SingleOperation.mistake(SparseSegmentSum.self, [:], [rows, picked, NDArray([0, -2] as [Int32])]) != nil)
    }

    @Test("those that no memory holds, though a zero among them makes the array empty")
    func tooLarge() {
        for shape in [[huge, huge, 0], [0, huge, huge]] {
            #expect(
                SingleOperation.mistake(
                    SparseReduceSum.self, [:],
                    [noCoordinates, noValues, NDArray(shape), NDArray([] as [Int32])]) != nil)
        }
        #expect(
            SingleOperation.mistake(SetSize.self, [:], [noCoordinates, noValues, NDArray([huge, huge, 1])]) != nil)
        #expect(SingleOperation.mistake(Fill.self, [:], [NDArray([huge, huge]), NDArray(Float(1))]) != nil)
    }

    @Test("samples that there are not")
    func samples() {
        let classes = NDArray([0] as [Int64], dimensions: [1, 1])
        let sampler: Attributes = [
            "num_true": .int(1), "num_sampled": .int(3), "unique": .bool(true), "range_max": .int(3),
            "num_reserved_ids": .int(1), "unigrams": .list(.floats([1, 1])),
        ]
        #expect(SingleOperation.mistake(FixedUnigramCandidateSampler.self, sampler, [classes]) != nil)
        var wide = sampler
        wide["range_max"] = .int(1 << 40)
        wide["num_reserved_ids"] = .int(1 << 40)
        #expect(SingleOperation.mistake(FixedUnigramCandidateSampler.self, wide, [classes]) != nil)
        var less = sampler
        less["num_true"] = .int(-1)
        #expect(SingleOperation.mistake(FixedUnigramCandidateSampler.self, less, [classes]) != nil)
    }
}
