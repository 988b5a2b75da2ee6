import Adjoint
import Foundation
import Testing

/// A model that is trained here and, from a checkpoint, in TensorFlow; Tests/InteropTests/python/exchange.py is the other
/// side.
struct Exchange {
    let session: Session
    /// The op that trains, and what it makes smaller.
    let train: Adjoint.Operation
    let loss: Tensor
    /// What each training step is fed, as arrays.
    let feeds: [Feeds]
    /// Where files go.
    let directory: String

    init(_ session: Session, train: Adjoint.Operation, loss: Tensor, feeds: [Feeds], directory: String) {
        (self.session, self.train, self.loss, self.feeds, self.directory) = (session, train, loss, feeds, directory)
    }

    /// The same in another session.
    func with(_ session: Session) -> Exchange {
        Exchange(session, train: train, loss: loss, feeds: feeds, directory: directory)
    }

    /// A model that TensorFlow made and trained.
    struct Facts: Decodable {
        /// The checkpoint, and that of the same variables after four more steps.
        var prefix: String
        var after: String
        var train: String
        var loss: String
        /// The losses of those steps.
        var losses: [Double]

        /// Has TensorFlow make a model of a kind that the script knows.
        init(making kind: String, in directory: String) throws {
            _ = try TensorFlowOracle.run("exchange.py", ["make", directory, kind])
            let facts = try Data(contentsOf: URL(fileURLWithPath: directory + "/facts.json"))
            self = try JSONDecoder().decode(Facts.self, from: facts)
            let latest = try #require(try Saver.latestCheckpoint(in: directory))
            #expect(latest == prefix)
        }

        /// The graph: the name of several files is that of one with what stands for their numbers.
        var metaGraphPath: String { prefix.replacing(/-\?{5}-of-\d{5}$/, with: "") + ".meta" }

        /// What the four steps are fed.
        func feeds(of graph: Graph) throws -> [Feeds] {
            let directory = URL(fileURLWithPath: prefix).deletingLastPathComponent().path
            return try (0..<losses.count).map { step in
                let file = try NPZ(contentsOf: "\(directory)/feeds-\(step).npz")
                var feeds = Feeds()
                for name in file.names { feeds[try graph.tensor(name)] = NDArray(try file.array(named: name)) }
                return feeds
            }
        }
    }

    /// What TensorFlow made of a checkpoint.
    struct Continuation {
        /// The variables as it read them, and after its training, by the names of their ops.
        var variables: [String: NDArray]
        var after: [String: NDArray]
        /// What was fetched before, with the first of the feeds.
        var fetched: [String: NDArray]
        var losses: [Double]
        /// Where it saved the variables after its training.
        var prefix: String
    }

    private struct Response: Decodable {
        var losses: [Double]
        var prefix: String
    }

    /// Has TensorFlow import a graph, restore a checkpoint, fetch, train a step on each of the feeds, and save.
    ///
    /// - Parameter metaGraphPath: The graph; by default that beside the checkpoint.
    func continueInTensorFlow(
        from prefix: String, metaGraphPath: String? = nil, fetching fetches: [String] = []
    ) throws -> Continuation {
        var paths: [String] = []
        for (step, feeds) in feeds.enumerated() {
            paths.append("\(prefix).feeds-\(step).npz")
            let arrays = try feeds.entries.map { entry in
                (entry.tensor.name, StoredArray(try #require(entry.value as? NDArray)))
            }
            try NPZ.write(arrays, to: paths[step])
        }
        let output = prefix + ".theirs"
        let response = try TensorFlowOracle.run(
            "exchange.py",
            ["continue", metaGraphPath ?? prefix + ".meta", prefix, train.name, loss.name, output] + paths
                + fetches.flatMap { ["--fetch", $0] })
        let continuation = try JSONDecoder().decode(Response.self, from: Data(response.utf8))
        return Continuation(
            variables: try Self.arrays(output + ".npz"), after: try Self.arrays(output + ".after.npz"),
            fetched: fetches.isEmpty ? [:] : try Self.arrays(output + ".fetched.npz"),
            losses: continuation.losses, prefix: continuation.prefix)
    }

    private static func arrays(_ path: String) throws -> [String: NDArray] {
        let file = try NPZ(contentsOf: path)
        return try Dictionary(
            uniqueKeysWithValues: file.names.map { ($0, try #require(NDArray(try file.array(named: $0)))) })
    }

    /// Runs a training step on each of the feeds, and returns the losses before.
    func train(on feeds: some Sequence<Feeds>) throws -> [Double] {
        try feeds.map { feeds in
            try #require(try session.run(fetches: [loss], targets: [train], feeding: feeds)[0].doubles?.first)
        }
    }

    /// Runs a training step on each of the exchange's feeds, and returns the losses before.
    func trainOn() throws -> [Double] { try train(on: feeds) }

    /// Expects that TensorFlow read, or saved after its training, every bit of all variables.
    func expectSameBits(_ theirs: Continuation, after: Bool = false) throws {
        for variable in session.graph.globalVariables {
            let value = try session.value(of: variable)
            #expect((after ? theirs.after : theirs.variables)[variable.name] == value, "\(variable.name)")
        }
    }

    /// Expects that training here led where TensorFlow's led.
    func expectClose(_ theirs: Continuation) throws {
        for variable in session.graph.globalVariables {
            let (mine, theirs) = (try session.value(of: variable).doubles, theirs.after[variable.name]?.doubles)
            Self.expectClose(try #require(mine), try #require(theirs), variable.name)
        }
    }

    /// Expects that two arrays agree to 1e-4 of the larger of 1 and the greatest element.
    static func expectClose(_ mine: [Double], _ theirs: [Double], _ name: String) {
        let bound = 1e-4 * theirs.reduce(1) { max($0, abs($1)) }
        let worst = zip(mine, theirs).map { abs($0 - $1) }.max() ?? 0
        #expect(mine.count == theirs.count && worst <= bound, "\(name): \(worst) apart")
    }
}
