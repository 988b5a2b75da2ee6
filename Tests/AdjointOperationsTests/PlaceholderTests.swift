import AdjointCore
import AdjointOperations
import AdjointRuntime
import Testing

@Suite struct PlaceholderTests {
    @Test func theOlderOneIsFedAsWell() throws {
        let graph = Graph()
        let placeholder = graph.addTensor(PlaceholderV2(), inputs: [])
        let double = placeholder + placeholder
        #expect(try Session(graph).run(double, feeding: [placeholder: NDArray([1, 2] as [Float])]).doubles == [2, 4])
        #expect(throws: GraphError.self) { try Session(graph).run(double) }
    }
}
