import Adjoint
import OperationCases
import Testing

/// Handles that are string references in the graph are no strings: nothing reads them as such.
@Suite struct StringHandleTests {
    @Test func aHandleIsNotFetched() throws {
        let graph = Graph()
        let stack = graph.addTensor(Stack(.float32), inputs: [])
        let error = #expect(throws: GraphError.self) { try Session(graph).run(stack) }
        #expect(error?.kind == .fetch)
    }

    @Test func aHandleIsNotReadAsAString() throws {
        let graph = Graph()
        let stack = graph.addTensor(Stack(.float32), inputs: [])
        let named = graph.addTensor(
            StringJoin(), inputs: [stack.identity(), graph.constant(NDArray(strings: ["a"], dimensions: []))])
        let error = #expect(throws: GraphError.self) { try Session(graph).run(named) }
        #expect(error?.kind == .elementType)
        #expect(error?.operationType == "StringJoin")
    }

    @Test func aHandleIsNotMerged() throws {
        let graph = Graph()
        let stack = graph.addTensor(Stack(.float32), inputs: [])
        let condition = graph.placeholder(.bool, shape: [])
        let sides = graph.add(RefSwitch(), inputs: [stack, condition])
        let merged = graph.add(RefMerge(), inputs: sides?.outputs ?? [])
        let popped = try pop(try #require(merged).outputs[0])
        let error = #expect(throws: GraphError.self) { try Session(graph).run(popped, feeding: [condition: true]) }
        #expect(error?.kind == .elementType)
    }

    @Test func aStringVariableIsNotAStack() throws {
        let graph = Graph()
        let variable = graph.variable(NDArray(strings: ["a"], dimensions: []), name: "v")
        let popped = try pop(variable.reference)
        let error = #expect(throws: GraphError.self) { try Session(graph).run(popped) }
        #expect(error?.kind == .elementType)
    }

    private func pop(_ stack: Tensor) throws -> Tensor {
        let attributes: [String: AttributeValue] = ["elem_type": .type(.float32)]
        return try #require(stack.graph.addRaw("StackPop", attributes: attributes, inputs: [stack])).output()
    }
}
