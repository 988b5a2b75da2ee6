import AdjointCore
import Testing

/// The expected names were read off TensorFlow 2.21's `tf.compat.v1`.
@Suite struct NamingTests {
    @Test func namesCountUpWithoutRegardToCase() {
        let graph = Graph()
        let names = ["c", "c", "C", "c_1", "c_1", "C_2", "c"].map { graph.source(name: $0).operation.name }
        #expect(names == ["c", "c_1", "C_2", "c_1_1", "c_1_2", "C_2_1", "c_3"])
    }

    @Test func unnamedOpsTakeTheirType() {
        let graph = Graph()
        #expect(graph.source().operation.name == "Source")
        #expect(graph.source().operation.name == "Source_1")
    }

    @Test func scopesAndOpsShareOneTable() {
        let graph = Graph()
        graph.nameScope("s") { #expect(graph.source(name: "x").name == "s/x:0") }
        #expect(graph.source(name: "s").operation.name == "s_1")
        graph.nameScope("s") { #expect(graph.source(name: "x").operation.name == "s_2/x") }
        graph.nameScope("s/") { #expect(graph.source(name: "x").operation.name == "s/x_1") }
    }

    @Test func scopesNest() {
        let graph = Graph()
        graph.nameScope("a") {
            graph.nameScope("b") { #expect(graph.source(name: "c").operation.name == "a/b/c") }
            graph.nameScope("") { #expect(graph.source(name: "c").operation.name == "c") }
        }
        #expect(graph.source(name: "d/e").operation.name == "d/e")
        #expect(graph.source(name: "d").operation.name == "d")
    }

    @Test func anOpCanTakeItsScopesName() {
        let graph = Graph()
        let scope = graph.resolveNameScope("q")
        #expect(graph.source(name: scope + "/").operation.name == "q")
        #expect(graph.source(name: "q").operation.name == "q_1")
    }

    @Test func badNamesAreMistakes() {
        let graph = Graph()
        #expect(!graph.source(name: "a b").isValid)
        #expect(!graph.source(name: "_a").isValid)
        #expect(graph.mistakes.map(\.kind) == [.name, .name])
        #expect(graph.count == 0)
    }

    @Test func aFailedBuilderTakesNoName() {
        let graph = Graph()
        let (a, b) = (graph.source(.float32, [2], name: "a"), graph.source(.float32, [3], name: "b"))
        #expect(!graph.pair(a, b, name: "p").isValid)
        #expect(graph.pair(a, a, name: "p").operation.name == "p")
    }

    @Test func scopesOfTwoGraphsDoNotMix() {
        let (first, second) = (Graph(), Graph())
        first.nameScope("a") {
            #expect(second.source(name: "x").operation.name == "x")
            second.nameScope("b") {
                #expect(first.source(name: "x").operation.name == "a/x")
                #expect(second.source(name: "y").operation.name == "b/y")
            }
        }
    }

    @Test func scopesOfTwoTasksDoNotMix() async {
        let graph = Graph()
        await withTaskGroup(of: Bool.self) { group in
            for task in 0..<4 {
                group.addTask {
                    graph.nameScope("task\(task)") {
                        (0..<200).allSatisfy { _ in graph.source().operation.name.hasPrefix("task\(task)/") }
                    }
                }
            }
            for await isRight in group { #expect(isRight) }
        }
        #expect(graph.count == 800)
    }
}
