import Adjoint
import FileTestSupport
import Foundation
import Testing

/// A real TensorFlow, run as a process on jobs written to a directory; Tests/InteropTests/python/run_graph.py states
/// what a job is.
struct TensorFlowOracle {
    /// A graph to run, step after step, in one session.
    struct Job {
        /// The graph.
        var graph: GraphDef
        /// The graph with its collections; in the place of `graph` if there is one.
        var metaGraph: MetaGraphDef?
        /// Gradients that TensorFlow is to build: fetched as `name:0`, `name:1`, ….
        var gradients: [Gradients] = []
        /// The runs.
        var runs: [Run] = []
    }

    /// Gradients of tensors, all by name.
    struct Gradients: Encodable {
        var name: String
        var of: [String]
        var withRespectTo: [String]
        var upstream: [String] = []
    }

    /// One run: what is fed, run and fetched, all by name.
    struct Run {
        var feeds: [String: NDArray] = [:]
        var targets: [String] = []
        var fetches: [String] = []
    }

    /// What a job gave: for each run the fetched values by name, or the reason why it failed.
    typealias Result = Swift.Result<[[String: NDArray]], OracleError>

    /// A job or the whole process failed.
    struct OracleError: Error, CustomStringConvertible {
        var description: String
        /// Whether it was the graph that failed, before anything ran.
        var isWhileBuilding = false
    }

    /// Whether interop tests are asked for.
    static var isEnabled: Bool { ProcessInfo.processInfo.environment["ADJOINT_INTEROP"] == "1" }

    /// The directory of the scripts.
    static var scripts: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("python")
    }

    /// The interpreter that the setup script finds or makes.
    static let python: Swift.Result<URL, OracleError> = Swift.Result {
        let output = try execute(URL(fileURLWithPath: "/bin/bash"), [scripts.appendingPathComponent("setup.sh").path])
        return URL(fileURLWithPath: output.trimmingCharacters(in: .whitespacesAndNewlines))
    }.mapError { OracleError(description: "\($0)") }

    /// Runs a script and returns what it printed.
    static func run(_ script: String, _ arguments: [String]) throws -> String {
        try execute(python.get(), [scripts.appendingPathComponent(script).path] + arguments)
    }

    /// Compares the names, op types, inputs and attributes of a graph's nodes with those of a program of
    /// Tests/InteropTests/python/compare_names.py, and records an issue where they differ.
    ///
    /// - Parameter expected: A file of the differences that are meant.
    static func compareNames(_ graph: Graph, with program: String, expecting expected: String? = nil) throws {
        try graph.validate()
        try withTemporaryDirectory { directory in
            let file = directory + "/graph.pb"
            try Data(graph.graphDef().serialized()).write(to: URL(fileURLWithPath: file))
            let differences = expected.map { ["--expected", scripts.appendingPathComponent($0).path] } ?? []
            do {
                _ = try run("compare_names.py", [program, file] + differences)
            } catch {
                Issue.record("\(error)")
            }
        }
    }

    /// Runs jobs in one process.
    static func run(_ jobs: [Job]) throws -> [Result] {
        try withTemporaryDirectory { try run(jobs, in: URL(fileURLWithPath: $0)) }
    }

    private static func run(_ jobs: [Job], in directory: URL) throws -> [Result] {
        var request = Request(jobs: [])
        for (index, job) in jobs.enumerated() {
            func write(_ message: some ProtobufMessage, _ name: String, _ kind: String = "pb") throws -> String {
                let path = "\(index)-\(name).\(kind)"
                try Data(message.serialized()).write(to: directory.appendingPathComponent(path))
                return path
            }
            var runs: [Request.Run] = []
            for (number, run) in job.runs.enumerated() {
                runs.append(
                    Request.Run(
                        feeds: run.feeds.isEmpty ? nil : try write(encode(run.feeds), "feeds-\(number)"),
                        targets: run.targets, fetches: run.fetches, output: "\(index)-output-\(number).pb"))
            }
            request.jobs.append(
                Request.Job(
                    graph: try job.metaGraph.map { try write($0, "graph", "meta") } ?? write(job.graph, "graph"),
                    gradients: job.gradients, runs: runs))
        }
        let requestFile = directory.appendingPathComponent("request.json")
        try JSONEncoder().encode(request).write(to: requestFile)
        let output = try run("run_graph.py", [requestFile.path])
        let response = try JSONDecoder().decode(Response.self, from: Data(output.utf8))
        return try zip(request.jobs, response.jobs).map { job, outcome in
            if let error = outcome.error {
                return .failure(OracleError(description: error, isWhileBuilding: outcome.run == nil))
            }
            return .success(
                try job.runs.map { run in
                    try decode(Data(contentsOf: directory.appendingPathComponent(run.output)))
                })
        }
    }

    private struct Request: Encodable {
        struct Run: Encodable {
            var feeds: String?
            var targets: [String]
            var fetches: [String]
            var output: String
        }
        struct Job: Encodable {
            var graph: String
            var gradients: [Gradients]
            var runs: [Run]
        }
        var jobs: [Job]
    }

    private struct Response: Decodable {
        struct Job: Decodable {
            var error: String?
            var run: Int?
        }
        var jobs: [Job]
    }

    /// The values as a GraphDef of constants named like their tensors.
    private static func encode(_ values: [String: NDArray]) throws -> GraphDef {
        var definition = GraphDef()
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            let graph = Graph()
            _ = graph.constant(value)
            var node = try graph.graphDef().nodes[0]
            node.name = name
            definition.nodes.append(node)
        }
        return definition
    }

    static func decode(_ data: Data) throws -> [String: NDArray] {
        var definition = try GraphDef(serialized: Bytes(data))
        let names = definition.nodes.map(\.name)
        for index in names.indices { definition.nodes[index].name = "value_\(index)" }
        let graph = Graph()
        let operations = try graph.importGraph(definition)
        return try Dictionary(
            uniqueKeysWithValues: zip(names, operations).map { name, operation in
                guard let value = operation.definition?.constantValue else {
                    throw OracleError(description: "the value of \(name) cannot be read")
                }
                return (name, value)
            })
    }

    private static func execute(_ program: URL, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        // Python must not leave caches among the sources.
        process.environment = ProcessInfo.processInfo.environment.merging(["PYTHONDONTWRITEBYTECODE": "1"]) { $1 }
        // Into a file: reading a pipe to its end fails if a signal interrupts it.
        return try withTemporaryDirectory { directory in
            let file = URL(fileURLWithPath: directory + "/output.txt")
            try Data().write(to: file)
            process.standardOutput = try FileHandle(forWritingTo: file)
            try process.run()
            process.waitUntilExit()
            let text = try String(decoding: Data(contentsOf: file), as: UTF8.self)
            guard process.terminationStatus == 0 else {
                throw OracleError(
                    description: "\(arguments.joined(separator: " ")) ended with \(process.terminationStatus): \(text)")
            }
            return text
        }
    }
}
