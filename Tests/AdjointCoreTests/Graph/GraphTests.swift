import AdjointCore
import Testing

@Suite struct GraphTests {
    @Test func aNodeIsWhatItWasBuiltAs() throws {
        let graph = Graph()
        let a = graph.source(.float64, [nil, 3], name: "a")
        let operation = try #require(graph.add(Pair(weight: 5), inputs: [a, a], name: "p"))
        #expect(operation.type == "Pair")
        #expect(operation.inputs == [a, a])
        #expect(operation.output().type == TensorType(.float64, [nil, 3]))
        #expect(operation.attributes["weight"] == .int(5))
        #expect(operation.attributes["T"] == .type(.float64))
        #expect(operation.attributes["swap"] == .bool(false))
        #expect(a.consumers == [operation])
    }

    @Test func mistakesNameTheOpItsInputsAndTheirLines() throws {
        let graph = Graph()
        let (a, b) = (graph.source(.float32, [2], name: "a"), graph.source(.float32, [3], name: "b"))
        let bad = graph.pair(a, b, name: "p", line: 18)
        #expect(!bad.isValid)
        #expect(!graph.pair(bad, a).isValid, "an invalid tensor passes on quietly")
        #expect(graph.mistakes.count == 1)
        let mistake = try #require(graph.mistakes.first)
        #expect(mistake.kind == .shape && mistake.operationName == "p")
        let text = mistake.description
        #expect(text.hasPrefix("TestOperations.swift:18: Pair 'p': shapes do not broadcast: [2] and [3]"))
        #expect(text.contains("left   a:0  float32 [2]   made at TestOperations.swift:"))
        #expect(throws: GraphError.self) { try graph.validate() }
    }

    @Test func wrongElementTypesAndCountsAreMistakes() {
        let graph = Graph()
        let (f, i) = (graph.source(.float32), graph.source(.int32))
        #expect(graph.add(Pair(), inputs: [f, i]) == nil)
        #expect(graph.add(Pair(), inputs: [f]) == nil)
        #expect(graph.add(Pair(), inputs: [graph.source(.string), graph.source(.string)]) == nil)
        #expect(graph.mistakes.map(\.kind) == [.elementType, .arity, .elementType])
    }

    @Test func aForeignTensorIsAMistake() {
        let (graph, other) = (Graph(), Graph())
        #expect(graph.add(Pair(), inputs: [graph.source(), other.source()]) == nil)
        #expect(graph.mistakes.map(\.kind) == [.foreignGraph])
        #expect(other.mistakes.isEmpty)
    }

    @Test func listArgumentsCountTheirTensors() throws {
        let graph = Graph()
        let sources = (0..<3).map { _ in graph.source() }
        let operation = try #require(graph.add(Gathered(), inputs: sources + [graph.source(.int32)]))
        #expect(operation.attributes["N"] == .int(3))
        #expect(graph.add(Gathered(), inputs: sources) == nil)
    }

    @Test func lookUpsSuggestTheNearestName() throws {
        let graph = Graph()
        let source = graph.source(name: "hidden1/kernel")
        #expect(try graph.tensor("hidden1/kernel:0") == source)
        #expect(try graph.tensor("hidden1/kernel") == source)
        #expect(throws: GraphError.self) { try graph.tensor("hidden1/kernel:1") }
        do {
            _ = try graph.operation("hiden1/kernel")
            Issue.record("a misspelt name was found")
        } catch {
            #expect(error.kind == .notFound)
            #expect(error.description.contains("'hidden1/kernel'"))
        }
        #expect(throws: GraphError.self) { try graph.operation("HIDDEN1/KERNEL") }
    }

    @Test func controlDependenciesAreImpliedByInputs() throws {
        let graph = Graph()
        let gate = graph.source(name: "gate").operation
        graph.withControlDependencies(on: [gate]) {
            let inside = graph.source(name: "inside")
            #expect(inside.operation.controlInputs == [gate])
            #expect(graph.pair(inside, inside).operation.controlInputs.isEmpty)
            graph.withoutControlDependencies { #expect(graph.source().operation.controlInputs.isEmpty) }
            #expect(graph.pair(gate.output(), gate.output()).operation.controlInputs.isEmpty)
        }
        #expect(graph.source().operation.controlInputs.isEmpty)
    }

    @Test func devicesAndCollectionsStay() {
        let graph = Graph()
        let tensor = graph.device("/job:worker/task:1") { graph.source(name: "x") }
        #expect(tensor.operation.device == "/job:worker/task:1")
        graph.add(tensor, to: "mine")
        graph.add(tensor.operation, to: "mine")
        #expect(graph.tensors(in: "mine") == [tensor])
        #expect(graph.operations(in: "mine") == [tensor.operation, tensor.operation])
        #expect(graph.collectionKeys == ["mine"])
    }

    @Test func snapshotsKeepWhatTheySaw() {
        let graph = Graph()
        let a = graph.source(name: "a")
        let operation = graph.pair(a, a, name: "p").operation
        let before = graph.snapshot()
        let b = graph.source(name: "b")
        graph.replaceInput(1, of: operation, with: b)
        graph.addControlInputs([b.operation], to: operation)
        #expect(before.count == 2)
        #expect(before[1].inputs == [NodeOutput(0, 0), NodeOutput(0, 0)])
        #expect(operation.inputs == [a, b])
        #expect(operation.controlInputs == [b.operation])
    }

    @Test func theDumpShowsEveryNode() {
        let graph = Graph()
        let a = graph.source(.float32, [2], name: "a")
        _ = graph.pair(a, a, name: "p")
        #expect(
            graph.dump() == """
                a = Source() {dtype: float32, shape: [2]} -> float32 [2]
                p = Pair(a:0, a:0) {T: float32, swap: false, weight: 1} -> float32 [2]

                """)
    }
}
