import AdjointCore
import Testing

@Suite struct NDArrayTests {
    @Test func scalarsComeBackAsTheyWentIn() throws {
        #expect(try NDArray([1, 2, 3] as [Float]).scalars(as: Float.self) == [1, 2, 3])
        #expect(try NDArray(Int32(7)).scalar(as: Int32.self) == 7)
        #expect(NDArray(strings: ["a", "bc"]).strings == ["a", "bc"])
    }

    @Test func readingAsAnotherTypeThrows() {
        #expect(throws: NDArrayError.elementType(expected: .float64, found: .float32)) {
            try NDArray(Float(1)).scalar(as: Double.self)
        }
        #expect(throws: NDArrayError.notAScalar(dimensions: [2])) {
            try NDArray([1, 2] as [Float]).scalar(as: Float.self)
        }
    }

    @Test func writingCopiesWhatIsShared() throws {
        let original = NDArray([1, 2, 3] as [Int32])
        var copy = original
        copy.withUnsafeMutableBytes { $0.storeBytes(of: Int32(9), as: Int32.self) }
        #expect(try original.scalars(as: Int32.self) == [1, 2, 3])
        #expect(try copy.scalars(as: Int32.self) == [9, 2, 3])
    }

    @Test func foreignMemoryIsNeverWritten() throws {
        final class Owner: Sendable {}
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: 4, alignment: 4)
        defer { bytes.deallocate() }
        bytes.storeBytes(of: Int32(5), as: Int32.self)
        let storage = NDArrayStorage(viewing: UnsafeRawBufferPointer(bytes), dtype: .int32, owner: Owner())
        var view = NDArray(storage: storage, dtype: .int32, dimensions: [])
        view.withUnsafeMutableBytes { $0.storeBytes(of: Int32(6), as: Int32.self) }
        #expect(bytes.load(as: Int32.self) == 5)
        #expect(try view.scalar(as: Int32.self) == 6)
    }

    @Test func equalityIsBitwise() {
        #expect(NDArray(Float.nan) == NDArray(Float.nan))
        #expect(NDArray(Float(0)) != NDArray(-Float(0)))
        #expect(NDArray([1, 2] as [Float]) != NDArray([1, 2] as [Float], dimensions: [1, 2]))
    }

    @Test func rowsAreCutFromTheFirstDimension() throws {
        let array = NDArray((0..<6).map(Int32.init), dimensions: [3, 2])
        #expect(array.rows(1..<3) == NDArray([2, 3, 4, 5] as [Int32], dimensions: [2, 2]))
        #expect(array.rows(0..<0).dimensions == [0, 2])
        #expect(NDArray(strings: ["a", "b", "c"]).rows(1..<2).strings == ["b"])
    }

    @Test(arguments: [DType.float32, .float64, .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64, .bool])
    func scalarsConvertToEveryNumericType(_ dtype: DType) {
        let array = NDArray(repeating: 1, dtype: dtype, dimensions: [2, 2])
        #expect(array.doubles == [1, 1, 1, 1])
    }

    @Test func conversionSaturatesInsteadOfTrapping() {
        #expect(NDArray(1e30, dtype: .int32).integers == [Int(Int32.max)])
        #expect(NDArray(-1e30, dtype: .int32).integers == [Int(Int32.min)])
        #expect(NDArray(Double.nan, dtype: .int32).integers == [0])
    }

    @Test func memoryIsAlignedToCacheLines() {
        for count in 1...5 {
            let array = NDArray(zeros: .float32, dimensions: [count])
            array.withUnsafeBytes { #expect(Int(bitPattern: $0.baseAddress!) % 64 == 0) }
        }
    }
}
