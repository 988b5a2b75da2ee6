import AdjointCore
import AdjointOperations
import Testing

/// The kernels that write through references, run on a variable's buffer.
@Suite struct ScatterTests {
    private func written(_ operation: any ExecutableOperation, _ inputs: NDArray...) throws -> [Double] {
        let variable = inputs[0].copied()
        _ = try ConstantEvaluation.evaluate(
            operation, inputs: [variable] + inputs.dropFirst(), outputs: [TensorType(variable.dtype, variable.shape)])
        return try #require(variable.doubles)
    }

    private let matrix = NDArray([0, 1, 2, 3, 4, 5] as [Float], dimensions: [3, 2])
    private let rows = NDArray([9, 8, 7, 6] as [Float], dimensions: [2, 2])

    @Test func assignmentsWriteElementwise() throws {
        #expect(try written(Assign(), matrix, matrix) == [0, 1, 2, 3, 4, 5])
        #expect(try written(AssignAdd(), matrix, matrix) == [0, 2, 4, 6, 8, 10])
        #expect(try written(AssignSub(), matrix, matrix) == [0, 0, 0, 0, 0, 0])
        let integers = NDArray([Int32.max])
        #expect(try written(AssignAdd(), integers, NDArray([Int32(1)])) == [Double(Int32.min)], "integers wrap")
        #expect(throws: OperationError.self) { try written(Assign(), matrix, rows) }
    }

    @Test func scattersWriteRows() throws {
        #expect(try written(ScatterUpdate(), matrix, NDArray([Int32(2), 0]), rows) == [7, 6, 2, 3, 9, 8])
        #expect(
            try written(ScatterAdd(), matrix, NDArray([Int64(2), 2]), rows) == [0, 1, 2, 3, 20, 19],
            "repeated indices add up")
        #expect(try written(ScatterSub(), matrix, NDArray([Int32(1)]), NDArray(Float(1))) == [0, 1, 1, 2, 4, 5])
        let nothing = NDArray([] as [Float], dimensions: [0, 2])
        #expect(try written(ScatterAdd(), matrix, NDArray([] as [Int32]), nothing) == [0, 1, 2, 3, 4, 5])
    }

    @Test(arguments: [-1, 3]) func anIndexOutOfRangeWritesNothing(index: Int32) throws {
        let variable = matrix.copied()
        #expect {
            try ConstantEvaluation.evaluate(
                ScatterUpdate(), inputs: [variable, NDArray([0, index]), rows],
                outputs: [TensorType(.float32, [3, 2])])
        } throws: { "\($0)".contains("indices[1] = \(index)") }
        #expect(variable == matrix)
    }

    @Test func updatesMustFitTheIndices() {
        let graph = Graph()
        let v = graph.variable(matrix)
        let indices = graph.constant([Int32(0)])
        #expect(!v.scatterAdd(at: indices, with: graph.constant(rows)).isValid)
        #expect(v.scatterAdd(at: indices, with: graph.constant(Float(1))).isValid)
        #expect(graph.mistakes.map(\.kind) == [.shape])
    }
}
