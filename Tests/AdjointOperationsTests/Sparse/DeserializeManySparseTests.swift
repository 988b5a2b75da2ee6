import AdjointCore
import AdjointOperations
import Testing

@Suite struct DeserializeManySparseTests {
    /// Two rows of three elements, as ``SerializeManySparse`` writes them.
    private func rows() throws -> NDArray {
        try SingleOperation.run(
            SerializeManySparse.self, [:],
            [
                NDArray([0, 0, 1, 2] as [Int64], dimensions: [2, 2]), NDArray([5, 7] as [Float]),
                NDArray([2, 3] as [Int64]),
            ])[0]
    }

    private let attributes: Attributes = ["dtype": .type(.float32)]

    @Test func rowsAreReadAsTheyWereWritten() throws {
        let outputs = try SingleOperation.run(DeserializeManySparse.self, attributes, [rows()])
        #expect(outputs[0] == NDArray([0, 0, 1, 2] as [Int64], dimensions: [2, 2]))
        #expect(outputs[1] == NDArray([5, 7] as [Float]))
        #expect(outputs[2] == NDArray([2, 3] as [Int64]))
    }

    @Test("one tensor alone, or rows of rows, are refused as by TensorFlow; DeserializeSparse takes them")
    func ranks() throws {
        let rows = try rows()
        for other in [rows.rows(0..<1).reshaped(to: [3]), rows.reshaped(to: [1, 2, 3])] {
            let mistake = SingleOperation.mistake(DeserializeManySparse.self, attributes, [other])
            #expect(mistake?.contains("serialized_sparse") == true)
            #expect(SingleOperation.mistake(DeserializeSparse.self, attributes, [other]) == nil)
        }
    }
}
