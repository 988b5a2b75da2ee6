import AdjointCore
import AdjointOperations
import Testing

/// The expected names were read off TensorFlow 2.21's `tf.compat.v1` with reference variables.
@Suite struct VariableScopeTests {
    private func kind(_ graph: Graph) -> GraphError.Kind? { graph.mistakes.first?.kind }

    private func mark(_ graph: Graph) -> String { graph.constant(Int32(1), name: "k").operation.name }

    @Test func variablesAreNamedByVariableScopesAlone() {
        let graph = Graph()
        graph.nameScope("ns") {
            graph.variableScope("a") {
                #expect(graph.getVariable("w", shape: [2]).name == "a/w")
                graph.variableScope("b") {
                    #expect(graph.getVariable("w", shape: [2]).name == "a/b/w")
                    #expect(mark(graph) == "ns/a/b/k")
                }
            }
            #expect(graph.variable(Float(1), name: "tv").name == "ns/tv")
        }
        #expect(graph.getVariable("w", shape: [2]).name == "w")
        #expect(graph.mistakes.isEmpty)
    }

    @Test func everyEntryOpensANameScopeOfItsOwn() {
        let graph = Graph()
        let scope = graph.variableScope("a") {
            #expect(mark(graph) == "a/k")
            return graph.currentVariableScope
        }
        graph.variableScope("a", reuse: .automatic) { #expect(mark(graph) == "a_1/k") }
        graph.variableScope("x") {
            graph.variableScope(scope) {
                #expect(mark(graph) == "x/a/k")
                #expect(graph.currentVariableScope.name == "a")
                #expect(graph.getVariable("w", shape: [1]).name == "a/w")
            }
        }
        graph.variableScope("a", opensNameScope: false) { #expect(mark(graph) == "k") }
    }

    @Test func defaultNamesCountVariableScopes() {
        let graph = Graph()
        func variable() -> String {
            graph.variableScope(defaultName: "def") { graph.getVariable("w", shape: [2]).name }
        }
        #expect(variable() == "def/w")
        #expect(variable() == "def_1/w")
        graph.nameScope("ns") { #expect(variable() == "def_2/w") }
        graph.variableScope("v") { #expect(variable() == "v/def/w") }
        graph.variableScope("v", reuse: .automatic) { #expect(variable() == "v/def/w") }
        #expect(variable() == "def_3/w")
        // Closing a scope forgets what was counted below it, which is how a layer without a name is found again.
        graph.variableScope("v", reuse: .always) {
            graph.variableScope(defaultName: "other") { #expect(graph.currentVariableScope.name == "v/other") }
        }
    }

    @Test func variablesAreReusedOnlyWhereTheScopeSaysSo() {
        let graph = Graph()
        let made = graph.variableScope("a") { graph.getVariable("w", shape: [2, 3]) }
        let found = graph.variableScope("a", reuse: .always) { graph.getVariable("w", shape: [2, 3]) }
        let foundToo = graph.variableScope("a", reuse: .automatic) { graph.getVariable("w") }
        #expect(made == found && made == foundToo)
        #expect(graph.globalVariables == [made])
        graph.variableScope("a", reuse: .always) {
            graph.variableScope("b") { _ = graph.getVariable("new", shape: [1]) }
        }
        #expect(graph.mistakes.map(\.kind) == [.variable], "reuse is inherited, so nothing can be made")
    }

    @Test(arguments: 0..<5) func misuseIsRecordedAsAMistakeAboutTheVariable(number: Int) throws {
        let graph = Graph()
        _ = graph.getVariable("w", shape: [2])
        let variable =
            switch number {
            case 0: graph.getVariable("w", shape: [2])
            case 1: graph.variableScope("", reuse: .always) { graph.getVariable("missing", shape: [2]) }
            case 2: graph.getVariable("shapeless")
            case 3: graph.getVariable("text", shape: [2], dtype: .string, initializer: .constant(1))
            default: graph.getVariable("v", shape: [3], initializer: .value(NDArray([1, 2] as [Float])))
            }
        #expect(!variable.isValid)
        #expect(kind(graph) == .variable)
        #expect(graph.mistakes[0].site?.fileID.description.hasSuffix("VariableScopeTests.swift") == true)
        #expect(graph.globalVariables.count == 1)
    }

    @Test func reuseChecksShapeAndElementType() {
        let graph = Graph()
        _ = graph.getVariable("w", shape: [2])
        let scope = graph.currentVariableScope
        graph.variableScope(scope, reuse: .automatic) {
            #expect(graph.getVariable("w", shape: [2]).isValid)
            #expect(!graph.getVariable("w", shape: [3]).isValid)
            #expect(!graph.getVariable("w", shape: [2], dtype: .float64).isValid)
        }
        #expect(graph.mistakes.count == 2)
    }

    @Test func initializersAndRegularizersAreInherited() throws {
        let graph = Graph()
        graph.variableScope("a", initializer: .ones, regularizer: Regularizer { $0.sum() }, dtype: .float64) {
            graph.variableScope("b") {
                let w = graph.getVariable("w", shape: [2])
                #expect(w.dtype == .float64)
                #expect(w.initialValue?.name == "a/b/w/Initializer/ones:0")
            }
            let own = graph.getVariable("own", shape: [2], initializer: .zeros)
            #expect(own.initialValue?.name == "a/own/Initializer/zeros:0")
        }
        let losses = graph.tensors(in: .regularizationLosses).map(\.name)
        #expect(losses == ["a/b/w/Regularizer/Sum:0", "a/own/Regularizer/Sum:0"])
    }
}

extension StaticString {
    var description: String { withUTF8Buffer { String(decoding: $0, as: UTF8.self) } }
}
