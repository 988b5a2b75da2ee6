import AdjointCore
import AdjointOperations
import Synchronization
import Testing

/// Keeps one node's state, as a session does.
final class NodeState: OperationStateProvider {
    private let kept = Mutex<(any Sendable)?>(nil)
    let nondeterministicSeed: (UInt64, UInt64)

    init(seed: (UInt64, UInt64) = (1, 2)) { nondeterministicSeed = seed }

    func state<State: AnyObject & Sendable>(_ type: State.Type, create: () -> State) -> State {
        kept.withLock { kept in
            if let state = kept as? State { return state }
            let state = create()
            kept = state
            return state
        }
    }

    func isVariableInitialized(input index: Int) -> Bool { true }
}

@Suite struct RandomOperationTests {
    /// Runs the op behind a tensor with host values for its inputs.
    private func run(_ tensor: Tensor, _ inputs: NDArray..., state: NodeState) throws -> NDArray {
        let operation = try #require(tensor.operation.definition)
        return try ConstantEvaluation.evaluate(
            operation, inputs: inputs, outputs: tensor.operation.outputs.map(\.type), state: state)[0]
    }

    private func seeds(_ tensor: Tensor) -> [AttributeValue?] {
        [tensor.operation.attributes["seed"], tensor.operation.attributes["seed2"]]
    }

    @Test func seedsFollowTheRules() {
        #expect(seeds(Graph().randomUniform(shape: [1], seed: 7)) == [.int(87_654_321), .int(7)])
        #expect(seeds(Graph(seed: 5).randomUniform(shape: [1], seed: 7)) == [.int(5), .int(7)])
        #expect(seeds(Graph().randomUniform(shape: [1])) == [.int(0), .int(0)])
        #expect(seeds(Graph(seed: 0).randomUniform(shape: [1], seed: 0)) == [.int(0), .int(2_147_483_647)])
        #expect(seeds(Graph(seed: -1).randomUniform(shape: [1], seed: 7)) == [.int(2_147_483_646), .int(7)])
    }

    @Test func underAGraphSeedTheNameDecides() {
        let (one, other) = (Graph(seed: 5), Graph(seed: 5))
        _ = other.randomUniform(shape: [1], name: "elsewhere")
        let (a, b) = (one.randomUniform(shape: [1], name: "x"), other.randomUniform(shape: [1], name: "x"))
        #expect(seeds(a) == seeds(b), "an op elsewhere changes nothing")
        #expect(seeds(a) != seeds(one.randomUniform(shape: [1], name: "x")))
        // The documented hash of "x/RandomUniform".
        #expect(seeds(a)[1] == .int(Int64(fnv1a("x/RandomUniform"))))
    }

    private func fnv1a(_ text: String) -> UInt64 {
        let hash = text.utf8.reduce(14_695_981_039_346_656_037 as UInt64) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
        return ((hash >> 32) ^ (hash & UInt64(UInt32.max))) % 2_147_483_647
    }

    // The numbers below were drawn with TensorFlow 2.21 (seed 7 without a graph seed, one thread).
    @Test func executionsGoOnWhereTheLastOneStopped() throws {
        let uniform = Graph().randomUniform(shape: [3, 5], seed: 7)
        let state = NodeState()
        let shape = NDArray([3, 5] as [Int32])
        let first = try run(uniform, shape, state: state).scalars(as: Float.self)
        let second = try run(uniform, shape, state: state).scalars(as: Float.self)
        #expect(first.prefix(3) == [0.4839409589767456, 0.5062030553817749, 0.25514376163482666])
        #expect(second.prefix(3) == [0.5340970754623413, 0.6060961484909058, 0.8711854219436646])
        let afresh = try run(uniform, shape, state: NodeState()).scalars(as: Float.self)
        #expect(first == afresh, "another session begins again")
    }

    @Test func integersAreTensorFlows() throws {
        let integers = Graph().randomIntegers(shape: [5], in: -5..<100, seed: 7)
        let state = NodeState()
        func draw() throws -> [Int]? {
            try run(integers, NDArray([5] as [Int32]), NDArray(Int32(-5)), NDArray(Int32(100)), state: state).integers
        }
        #expect(try draw() == [37, 62, 95, 29, 20])
        #expect(throws: OperationError.self) {
            try run(integers, NDArray([5] as [Int32]), NDArray(Int32(3)), NDArray(Int32(3)), state: state)
        }
    }

    @Test func shufflesAreTensorFlows() throws {
        let rows = NDArray((0..<20).map { Float($0) }, dimensions: [10, 2])
        let shuffled = Graph().constant(rows).shuffled(seed: 7)
        let state = NodeState()
        func draw() throws -> [Double] {
            try #require(try run(shuffled, rows, state: state).doubles).enumerated().compactMap { index, value in
                index % 2 == 0 ? value / 2 : nil
            }
        }
        #expect(try draw() == [7, 2, 0, 9, 8, 4, 5, 1, 6, 3])
        #expect(try draw() == [3, 7, 9, 5, 8, 4, 2, 0, 6, 1])
    }

    @Test func samplesAreTensorFlows() throws {
        let logits = NDArray([0.1, 0.5, 2, 0.3, -1, 1.5] as [Float], dimensions: [2, 3])
        let samples = Graph().constant(logits).sampledClasses(count: 6, seed: 7)
        #expect(samples.type == TensorType(.int64, [2, 6]))
        let state = NodeState()
        #expect(
            try run(samples, logits, NDArray(Int32(6)), state: state).integers == [2, 0, 2, 2, 1, 2, 2, 2, 1, 0, 0, 0])
        #expect(
            try run(samples, logits, NDArray(Int32(6)), state: state).integers == [2, 2, 2, 2, 2, 2, 2, 2, 0, 2, 2, 2])
    }

    @Test func withoutASeedTheSessionDecides() throws {
        let normal = Graph().randomUniform(shape: [4])
        let shape = NDArray([4] as [Int32])
        let a = try run(normal, shape, state: NodeState(seed: (1, 2)))
        let b = try run(normal, shape, state: NodeState(seed: (1, 3)))
        #expect(a != b)
        #expect(try run(normal, shape, state: NodeState(seed: (1, 2))) == a)
    }

    @Test func subgraphsAreTensorFlows() {
        let graph = Graph()
        #expect(graph.randomUniform(shape: [2]).name == "random_uniform/RandomUniform:0")
        #expect(graph.randomUniform(shape: [2], from: -1, to: 1).name == "random_uniform_1:0")
        #expect(
            graph.randomNormal(shape: [2]).operation.inputs.map(\.name) == [
                "random_normal/mul:0", "random_normal/mean:0",
            ])
        #expect(graph.truncatedNormal(shape: [2], dtype: .float64).type == TensorType(.float64, [2]))
        #expect(!graph.randomUniform(shape: [2], from: 0, to: 1, dtype: .int32).isValid)
        #expect(!graph.randomNormal(shape: [-2]).isValid)
        #expect(graph.mistakes.map(\.kind) == [.elementType, .shape])
    }
}
