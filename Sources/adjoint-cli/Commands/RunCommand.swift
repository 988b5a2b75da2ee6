import Adjoint

/// Restores a model, runs parts of it, and writes what comes out.
struct RunCommand: Command {
    static let name = "run"
    static let summary = "restores a model and runs parts of it"
    static let help = """
        usage: adjoint run MODEL.meta [--checkpoint PREFIX] [--feed NAME=VALUE]… [--feeds FILE.npz] [--fetch NAME]…
                   [--target OP]… [--repeat N] [--output OUT.npz] [--save PREFIX]

        Imports the graph of MODEL.meta (or a saved_model.pb, or a frozen graph), gives its variables the values of a
        checkpoint, or their initial ones if there is none, runs the targets, and then computes the fetches.

        options:
          --checkpoint PREFIX    where the variables' values come from; a variable that it lacks stays uninitialized,
                                 which is an error only if the run needs it
          --feed NAME=FILE.npy   the value of a tensor, such as X:0 or X, from a NumPy file
          --feed NAME=SCALAR     the value of a scalar tensor: a number, true, false, or text
          --feeds FILE.npz       values by the tensors' names
          --fetch NAME           a tensor to compute
          --target OP            an operation to run for its effect, such as a training step
          --repeat N             how often to run the targets before the fetches are computed (1)
          --output OUT.npz       where the fetched values go, by the tensors' names
          --save PREFIX          where to save the variables afterwards, as a checkpoint with its .meta
          --threads N            threads to compute with (all that the process may use)
          --json                 print the fetched values as one JSON object
          --help                 print this

        Values are converted to the element type of the tensor they are fed to.
        """

    private var model: String
    private var checkpoint: String?
    private var feeds: [(name: String, value: String)] = []
    private var feedFiles: [String]
    private var fetches: [String]
    private var targets: [String]
    private var repeatCount = 1
    private var outputPath: String?
    private var savePrefix: String?
    private var threadCount: Int?
    private var printsJSON: Bool

    init(arguments: ArraySlice<String>) throws(UsageError) {
        let list = try ArgumentList(
            arguments,
            options: [
                "--checkpoint": "the prefix of a checkpoint", "--feed": "NAME=FILE.npy or NAME=SCALAR",
                "--feeds": "an .npz file", "--fetch": "a tensor", "--target": "an operation",
                "--repeat": "a whole number from 0", "--output": "an .npz file", "--save": "the prefix of a checkpoint",
                "--threads": "a whole number from 1 to 1024",
            ], flags: ["--json"])
        model = try list.operands("MODEL.meta")[0]
        checkpoint = try list.one("--checkpoint")
        feedFiles = list.all("--feeds")
        fetches = list.all("--fetch")
        targets = list.all("--target")
        outputPath = try list.one("--output")
        savePrefix = try list.one("--save")
        printsJSON = list.has("--json")
        for feed in list.all("--feed") {
            guard let equals = feed.firstIndex(of: "="), equals > feed.startIndex else {
                throw UsageError("--feed takes NAME=FILE.npy or NAME=SCALAR, not '\(feed)'")
            }
            feeds.append((String(feed[..<equals]), String(feed[feed.index(after: equals)...])))
        }
        if let text = try list.one("--repeat") {
            guard let count = Int(text), count >= 0 else {
                throw UsageError("--repeat takes a whole number from 0, not '\(text)'")
            }
            repeatCount = count
        }
        if let text = try list.one("--threads") {
            guard let count = Int(text), 1...1024 ~= count else {
                throw UsageError("--threads takes a whole number from 1 to 1024, not '\(text)'")
            }
            threadCount = count
        }
    }

    func run(_ output: inout Output) throws {
        let file = try ModelFile(path: model)
        let graph = try file.graph()
        let fetches = try self.fetches.map { try fetch($0, in: graph) }
        let targets = try self.targets.map { try target($0, in: graph) }
        let feeds = try Feeding(files: feedFiles, values: self.feeds, in: graph).feeds
        let session = try Session(graph, options: SessionOptions(threadCount: threadCount))
        let variables = ModelVariables(of: graph, saver: file.metaGraph.saver)
        if let checkpoint {
            try variables.restore(session, from: NamedFile.checkpoint(checkpoint))
        } else {
            variables.initialize(session)
        }
        variables.initializeTables(session)
        for _ in 0..<(targets.isEmpty ? 0 : repeatCount) { try session.run(targets: targets, feeding: feeds) }
        let values = fetches.isEmpty ? [] : try session.run(fetches, feeding: feeds)
        if let savePrefix {
            try OutputFile.write(savePrefix) { try variables.save(session, to: savePrefix) }
        }
        if let outputPath {
            let arrays = zip(fetches, values).map { (name: $0.name, array: StoredArray($1)) }
            try OutputFile.write(outputPath) { try NPZ.write(Self.distinct(arrays), to: outputPath) }
        }
        if printsJSON {
            output.json(.object(zip(fetches, values).map { ($0.name, FetchedValue.json($1)) }))
        } else {
            for (fetch, value) in zip(fetches, values) {
                output.line("\(fetch.name)  \(value.dtype.name) \(value.shape)  \(FetchedValue.preview(value))")
            }
        }
    }

    /// A tensor fetched twice is written once.
    private static func distinct(_ arrays: [(name: String, array: StoredArray)]) -> [(name: String, array: StoredArray)]
    {
        var names: Set<String> = []
        return arrays.filter { names.insert($0.name).inserted }
    }

    private func fetch(_ name: String, in graph: Graph) throws -> Tensor {
        do throws(GraphError) {
            return try graph.tensor(name)
        } catch {
            throw UsageError("--fetch \(name): \(error)")
        }
    }

    private func target(_ name: String, in graph: Graph) throws -> Operation {
        if let operation = graph.findOperation(name) { return operation }
        // The name of a tensor stands for the operation that computes it, as in TensorFlow.
        if name.contains(":"), let tensor = try? graph.tensor(name) { return tensor.operation }
        do throws(GraphError) {
            return try graph.operation(name)
        } catch {
            throw UsageError("--target \(name): \(error)")
        }
    }
}
