import Adjoint
import AdjointCore
import FileTestSupport
import OperationCases
import Testing

/// Nodes that state one name have one variable or table between them; the conformance cases compare that with TensorFlow.
@Suite struct SharedNameTests {
    private func variable(_ dtype: DType = .float32, _ shape: Shape = [2], in graph: Graph, _ name: String) -> Tensor {
        let definition = VarHandleOp(dtype, shape: shape, sharedName: "shared")
        return graph.addTensor(definition, inputs: [], name: name)
    }

    private func read(_ handle: Tensor, _ dtype: DType = .float32) -> Tensor {
        handle.graph.addTensor(ReadVariableOp(dtype), inputs: [handle])
    }

    @Test("what is set by one node is there for another, in this run and in the next")
    func variablesAreOne() throws {
        let graph = Graph()
        let (first, second) = (variable(in: graph, "first"), variable(in: graph, "second"))
        let write = try #require(
            graph.add(AssignVariableOp(), inputs: [second, graph.constant([Float(1), 2])]))
        let session = try Session(graph)
        try session.run(write)
        #expect(try session.run(read(first)).doubles == [1, 2])
        let copies = graph.withControlDependencies(on: [write]) { [read(first), read(second)] }
        try session.assign(NDArray([Float(5), 6]), to: handled(first))
        #expect(try session.value(of: handled(second)).doubles == [5, 6])
        #expect(try session.run(copies).map(\.doubles) == [[1, 2], [1, 2]])
    }

    @Test("writes through one node and reads through another are ordered as those of one variable")
    func readsComeBeforeUnorderedWrites() throws {
        let graph = Graph()
        let (first, second) = (variable(in: graph, "first"), variable(in: graph, "second"))
        let session = try Session(graph)
        try session.assign(NDArray([Float(1), 2]), to: handled(first))
        let sum = read(first) + read(second)
        let write = try #require(graph.add(AssignAddVariableOp(), inputs: [second, graph.constant([Float(10), 10])]))
        #expect(try session.run(fetches: [sum], targets: [write])[0].doubles == [2, 4])
        #expect(try session.run(sum).doubles == [22, 24])
    }

    @Test("of two values that are set at once for one variable, the last counts")
    func savesAndRestores() throws {
        let graph = Graph()
        let (first, second) = (handled(variable(in: graph, "first")), handled(variable(in: graph, "second")))
        let session = try Session(graph)
        try session.assign(NDArray([Float(1), 2]), to: first)
        try withTemporaryDirectory { directory in
            let saver = Saver(["first": first, "second": second])
            try saver.save(session, to: directory + "/model")
            let other = try Session(graph)
            try saver.restore(other, from: directory + "/model")
            #expect(try other.value(of: first).doubles == [1, 2])
            #expect(try other.value(of: second).doubles == [1, 2])
        }
    }

    @Test func nodesThatDoNotFitAreRefused() throws {
        for (dtype, shape) in [(DType.int32, Shape([2])), (.float32, [3])] {
            let graph = Graph()
            let first = variable(in: graph, "first")
            let other = read(variable(dtype, shape, in: graph, "other"), dtype)
            let session = try Session(graph)
            try session.assign(NDArray([Float(1), 2]), to: handled(first))
            let error = #expect(throws: GraphError.self) { try session.run(other) }
            #expect(error?.description.contains("shares its name with 'first'") == true)
        }
    }

    @Test func tablesOfOtherTypesAreRefused() throws {
        let graph = Graph()
        func size(_ key: DType) -> Tensor {
            var table = MutableHashTableV2()
            table.settings.keyType = key
            table.settings.sharedName = "shared"
            return graph.addTensor(LookupTableSizeV2(), inputs: [graph.addTensor(table, inputs: [])])
        }
        let session = try Session(graph)
        #expect(try session.run(size(.int64)).doubles == [0])
        let other = size(.string)
        let error = #expect(throws: GraphError.self) { try session.run(other) }
        #expect(error?.description.contains("the table maps int64 to int64") == true)
    }

    @Test("the older op of a dense table makes the table that the newer one does, where both state its name")
    func olderDenseTables() throws {
        let graph = Graph()
        let settings: [String: AttributeValue] = [
            "key_dtype": .type(.int64), "value_dtype": .type(.float32), "shared_name": .string("shared"),
        ]
        let empty = graph.constant(Int64(-1))
        let older = graph.addRaw("MutableDenseHashTable", attributes: settings, inputs: [empty])
        let newer = graph.addRaw(
            "MutableDenseHashTableV2", attributes: settings, inputs: [empty, graph.constant(Int64(-2))])
        let handles = try [#require(older).output(), #require(newer).output()]
        let entries = [graph.constant([Int64(7)]), graph.constant([Float(3)])]
        let write = try #require(graph.addRaw("LookupTableInsert", inputs: [handles[0]] + entries))
        let session = try Session(graph)
        try session.run(write)
        let found = handles[1].lookup(graph.constant([Int64(8), 7]), default: graph.constant(Float(-1)))
        #expect(try session.run(found).doubles == [-1, 3])
    }

    private func handled(_ handle: Tensor) -> Variable {
        Variable(
            reference: handle, value: read(handle), initializer: handle.operation, initialValue: nil,
            isTrainable: false)
    }
}
