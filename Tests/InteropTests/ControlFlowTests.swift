import Adjoint
import FileTestSupport
import Foundation
import Testing

/// Graphs with control flow as TensorFlow builds them, run and differentiated here: same values, and none where
/// TensorFlow has none. And graphs built here, differentiated there.
@Suite(.enabled(if: TensorFlowOracle.isEnabled)) struct ControlFlowTests {
    private struct Response: Decodable {
        struct Run: Decodable {
            var feeds: String?
            var targets: [String]
            var fetches: [String]
            var output: String?
        }
        struct Program: Decodable {
            var name: String
            var graph: String
            var of: String?
            var withRespectTo: [String]
            var runs: [Run]
        }
        var programs: [Program]
    }

    @Test func graphsOfTensorFlow() throws {
        try withTemporaryDirectory { directory in
            let output = try TensorFlowOracle.run("control_flow.py", [directory])
            let response = try JSONDecoder().decode(Response.self, from: Data(output.utf8))
            #expect(!response.programs.isEmpty)
            for program in response.programs {
                do {
                    try check(program, in: URL(fileURLWithPath: directory))
                } catch {
                    Issue.record("\(program.name): \(error)")
                }
            }
        }
    }

    @Test func graphsBuiltHereAreDifferentiatedThere() throws {
        let graph = Graph()
        let x = graph.placeholder(.float32, shape: [2, 3], name: "x")
        let n = graph.placeholder(.int32, shape: [], name: "n")
        let w = graph.variable([Float(0.5), -0.2, 0.1, 0.3, 0.4, -0.6, -0.1, 0.2, 0.7], shape: [3, 3], name: "w")
        let results = whileLoop([graph.constant(Int32(0)), x]) {
            $0[0].isLess(than: n)
        } do: { values in
            let isOdd = values[0].modulo(2).isEqual(to: graph.constant(Int32(1)))
            let mixed = cond(isOdd) {
                values[1] * x
            } else: {
                values[1].sin()
            }
            let inner = whileLoop([graph.constant(Int32(0)), mixed]) {
                $0[0].isLess(than: values[0])
            } do: {
                [$0[0] + 1, $0[1].tanh() + x]
            }
            return [values[0] + 1, addN([matmul(values[1], w.value).tanh(), inner[1]])]
        }
        let rows = results[1].scanRows(from: graph.zeros(shape: [3])) { ($0 + $1).tanh() }
        let loss = cond(rows.sum().isGreater(than: graph.constant(Float(0)))) {
            rows.squared().sum()
        } else: {
            rows.sum()
        }
        let initializer = graph.variablesInitializer()
        let forward = try graph.metaGraph()
        let gradients = graph.gradients(of: [loss], withRespectTo: [x, w.reference]).map { $0! }
        let feeds: [String: NDArray] = [
            "x:0": NDArray((0..<6).map { Float($0) / 6 - 0.3 }, dimensions: [2, 3]), "n:0": NDArray(Int32(4)),
        ]
        // Our gradient's graph, and the one that TensorFlow builds from our forward graph, both run there.
        func job(_ definition: MetaGraphDef, fetches: [String]) -> TensorFlowOracle.Job {
            var job = TensorFlowOracle.Job(graph: GraphDef())
            job.metaGraph = definition
            job.runs = [
                TensorFlowOracle.Run(targets: [initializer.name]),
                TensorFlowOracle.Run(feeds: feeds, fetches: fetches),
            ]
            return job
        }
        var theirs = job(forward, fetches: [loss.name, "theirs:0", "theirs:1"])
        theirs.gradients = [
            TensorFlowOracle.Gradients(name: "theirs", of: [loss.name], withRespectTo: ["x:0", "w:0"])
        ]
        let ownJob = job(try graph.metaGraph(), fetches: [loss.name] + gradients.map(\.name))
        let outcomes = try TensorFlowOracle.run([theirs, ownJob]).map { try $0.get()[1] }
        let expectedValues = outcomes[0].merging(outcomes[1]) { $1 }
        let session = try Session(graph)
        try session.run(initializer)
        let ours = try session.run([loss] + gradients, feeding: [x: feeds["x:0"]!, n: Int32(4)])
        for (value, names) in zip(
            ours, [[loss.name], [gradients[0].name, "theirs:0"], [gradients[1].name, "theirs:1"]])
        {
            for name in names {
                let expected = try #require(expectedValues[name])
                #expect(value.largestDifference(from: expected) <= 1e-5, "\(name): \(value), not \(expected)")
            }
        }
    }

    private func check(_ program: Response.Program, in directory: URL) throws {
        func read(_ path: String) throws -> Data { try Data(contentsOf: directory.appendingPathComponent(path)) }
        let graph = Graph()
        _ = try graph.importMetaGraph(MetaGraphDef(serialized: Bytes(try read(program.graph))))
        var gradients: [String: Tensor] = [:]
        if let of = program.of {
            let xs = try program.withRespectTo.map { try graph.tensor($0) }
            for (index, gradient) in graph.gradients(of: try graph.tensor(of), withRespectTo: xs).enumerated() {
                gradients["gradient:\(index)"] = gradient
            }
        }
        let session = try Session(graph)
        for (number, run) in program.runs.enumerated() {
            let feeds = try run.feeds.map { try TensorFlowOracle.decode(read($0)) } ?? [:]
            let fetches = try run.fetches.map { try gradients[$0] ?? graph.tensor($0) }
            let targets = try run.targets.map { try graph.operation($0) }
            var entries = Feeds()
            for (name, value) in feeds { entries[try graph.tensor(name)] = value }
            guard let output = run.output else {
                #expect(throws: GraphError.self, "\(program.name), run \(number)") {
                    try session.run(fetches: fetches, targets: targets, feeding: entries)
                }
                continue
            }
            let expected = try TensorFlowOracle.decode(read(output))
            let values = try session.run(fetches: fetches, targets: targets, feeding: entries)
            for (name, value) in zip(run.fetches, values) {
                let difference = value.largestDifference(from: expected[name]!)
                #expect(
                    difference <= 1e-5, "\(program.name), run \(number): \(name) is \(value), not \(expected[name]!)")
            }
        }
    }
}

extension NDArray {
    /// The largest |a − b| / max(1, |b|); infinite if shape or element type differ.
    fileprivate func largestDifference(from other: NDArray) -> Double {
        guard dtype == other.dtype, dimensions == other.dimensions else { return .infinity }
        let (ours, theirs) = (doubles, other.doubles)
        return zip(ours, theirs).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? 0
    }

    private var doubles: [Double] {
        switch dtype {
        case .float32: (try? scalars(as: Float.self).map(Double.init)) ?? [.infinity]
        case .float64: (try? scalars(as: Double.self)) ?? [.infinity]
        case .int32: (try? scalars(as: Int32.self).map(Double.init)) ?? [.infinity]
        case .int64: (try? scalars(as: Int64.self).map(Double.init)) ?? [.infinity]
        case .bool: (try? scalars(as: Bool.self).map { $0 ? 1 : 0 }) ?? [.infinity]
        default: [.infinity]
        }
    }
}
