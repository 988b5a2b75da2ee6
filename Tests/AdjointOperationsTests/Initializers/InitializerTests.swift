import AdjointCore
import AdjointOperations
import Testing

/// The expected nodes and constants were read off TensorFlow 2.21.
@Suite struct InitializerTests {
    private func build(_ initializer: Initializer?, shape: [Int], dtype: DType = .float32) throws -> Graph {
        let graph = Graph()
        _ = graph.getVariable("v", shape: shape, dtype: dtype, initializer: initializer)
        try graph.validate()
        return graph
    }

    private func constant(_ name: String, in graph: Graph) throws -> Float {
        let attributes = try graph.operation("v/Initializer/" + name).attributes
        guard case .tensor(let value)? = attributes["value"] else { throw OperationError("no value") }
        return try value.scalar(as: Float.self)
    }

    @Test func largeConstantsAreFilled() throws {
        #expect(try build(.zeros, shape: [999]).operation("v/Initializer/zeros").type == "Const")
        #expect(try build(.zeros, shape: [1000]).operation("v/Initializer/zeros").type == "Fill")
        #expect(try build(.constant(0.5), shape: [1000]).operation("v/Initializer/Const").type == "Const")
    }

    @Test func theDefaultDependsOnTheElementType() throws {
        let limit = try constant("random_uniform/max", in: build(nil, shape: [784, 300]))
        #expect(limit == 0.07439795136451721)
        #expect(try build(nil, shape: [2], dtype: .int32).operation("v/Initializer/zeros").type == "Const")
        #expect(try build(nil, shape: [2], dtype: .bool).operation("v/Initializer/zeros").type == "Const")
    }

    @Test(
        arguments: [
            ([784, 300], 0.0574194563), ([4, 3], 0.8038723886), ([5], 0.7190053224),
            ([], 1.6077447771), ([3, 3, 2, 4], 0.3789490781),
        ] as [([Int], Float)])
    func heNormalDividesByTheFanIn(shape: [Int], deviation: Float) throws {
        let built = try constant("truncated_normal/stddev", in: build(.he, shape: shape))
        #expect(abs(built - deviation) <= 1e-6 * deviation)
    }

    @Test func uniformLimitsHoldThreeVariances() throws {
        let graph = try build(.varianceScaling(scale: 2, mode: .fanOut, distribution: .uniform), shape: [5, 6])
        #expect(try constant("random_uniform/max", in: graph) == 1)
        #expect(try constant("random_uniform/min", in: graph) == -1)
    }

    @Test func ownInitializersBuildInTheirScope() throws {
        let graph = try build(
            Initializer { graph, shape, dtype in graph.ones(shape: shape, dtype: dtype) * 3 }, shape: [2])
        #expect(try graph.operation("v/Assign").inputs[1].name == "v/Initializer/mul:0")
    }

    @Test func aWrongResultIsAMistake() {
        let graph = Graph()
        let wrong = Initializer { graph, _, dtype in graph.ones(shape: [7], dtype: dtype) }
        #expect(!graph.getVariable("v", shape: [2], initializer: wrong).isValid)
        #expect(graph.mistakes.map(\.kind) == [.variable])
    }
}
