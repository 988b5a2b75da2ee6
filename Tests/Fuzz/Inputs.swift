import Adjoint
import AdjointFormats
import FileTestSupport
import OperationCases

/// The good inputs that damaged ones are made of: small files that this package writes, and those in Tests/Fixtures.
enum Inputs {
    /// A graph with a layer, and a saver.
    private static let model: (graph: Graph, saver: Saver) = {
        let graph = Graph(seed: 1)
        let x = graph.placeholder(.float32, shape: [nil, 3], name: "X")
        _ = x.dense(2, activation: .relu, kernelInitializer: .zeros, name: "hidden1").mean(name: "loss")
        return (graph, Saver(graph))
    }()

    /// A graph that is trained.
    private static let trained: Graph = {
        let graph = Graph()
        let weight = graph.variable(Float(1), name: "w")
        graph.add(Momentum(learningRate: 0.1, momentum: 0.9).minimize(weight * weight), to: "my_important_ops")
        graph.add(.int(3), to: "numbers")
        return graph
    }()

    /// A loop, and a conditional, with their contexts.
    private static let controlled: Graph = {
        let graph = Graph()
        let x = graph.placeholder(.float32, shape: [2], name: "X")
        _ = whileLoop([x], while: { $0[0].sum() .< 9 }, do: { [$0[0] + 1] })
        _ = cond(graph.placeholder(default: false, name: "flag")) {
            x
        } else: {
            -x
        }
        return graph
    }()

    // Several small ones rather than a large one: what is read of an input, and how long that takes, follows from its size.
    @Sendable static func metaGraphs() throws -> [[UInt8]] {
        try [
            model.graph.metaGraph(saver: model.saver.definition), trained.metaGraph(), controlled.metaGraph(),
        ].map { $0.serialized() }
    }

    @Sendable static func graphs() throws -> [[UInt8]] {
        try [model.graph, trained, controlled].map { try $0.graphDef().serialized() }
    }

    /// Graphs that call functions, in loops and conditionals.
    @Sendable static func functions() throws -> [[UInt8]] {
        try OperationCase.calls.map {
            try CaseProgram($0, .float32, areValuesConstant: true).graph.graphDef().serialized()
        }
    }

    @Sendable static func savedModels() throws -> [[UInt8]] {
        var savedModel = SavedModel()
        savedModel.metaGraphs = try metaGraphs().prefix(2).map { try MetaGraphDef(serialized: Bytes($0)) }
        return [savedModel.serialized()]
    }

    @Sendable static func indices() throws -> [[UInt8]] {
        try ["bundle", "slices", "small"].map { try fixture("checkpoint/\($0).index") }
    }

    @Sendable static func data() throws -> [[UInt8]] { [try fixture("checkpoint/bundle.data-00000-of-00001")] }

    @Sendable static func legacy() throws -> [[UInt8]] { [try fixture("checkpoint/legacy.ckpt")] }

    @Sendable static func states() throws -> [[UInt8]] { [try fixture("checkpoint/checkpoint")] }

    @Sendable static func npy() throws -> [[UInt8]] {
        try ["bool", "bytes", "complex64", "float16", "fortran", "int64", "text", "big-endian"].map {
            try fixture("arrays/\($0).npy")
        }
    }

    @Sendable static func npz() throws -> [[UInt8]] {
        try ["compressed", "stored"].map { try fixture("arrays/\($0).npz") }
    }

    @Sendable static func safeTensors() throws -> [[UInt8]] { [try fixture("arrays/numbers.safetensors")] }

    @Sendable static func events() throws -> [[UInt8]] { [try fixture("events/events.tfevents")] }

    @Sendable static func gzip() throws -> [[UInt8]] {
        try ["named.gz", "text.gz"].map { try fixture("gzip/\($0)") }
    }

    /// The images of one kind.
    static func images(_ kind: String) -> @Sendable () throws -> [[UInt8]] {
        let names = [
            "jpg": ["small", "half", "progressive-grey", "restarts"], "gif": ["plain", "animation", "overlay"],
            "bmp": ["color", "opaque", "grey"],
        ]
        return { try names[kind, default: []].map { try fixture("images/\($0).\(kind)") } }
    }

    @Sendable static func sounds() throws -> [[UInt8]] {
        [1, 2].map { WAV.encode([0, 0.5, -1, 0.25, 1, -0.125], channels: $0, rate: 8000) }
    }

    /// {"x": float_list [1, 2]}, {"n": int64_list [7], "s": bytes_list ["a"]}.
    @Sendable static func examples() throws -> [[UInt8]] {
        [
            [0x0a, 19, 0x0a, 17, 0x0a, 1, 0x78, 0x12, 12, 0x12, 10, 0x0a, 8, 0, 0, 0x80, 0x3f, 0, 0, 0, 0x40],
            [
                0x0a, 24, 0x0a, 10, 0x0a, 1, 0x6e, 0x12, 5, 0x1a, 3, 0x0a, 1, 7, 0x0a, 10, 0x0a, 1, 0x73, 0x12, 5, 0x0a,
                3, 0x0a, 1, 0x61,
            ],
        ]
    }

    @Sendable static func idx() throws -> [[UInt8]] {
        [
            IDX.encode(IDX.Array(elementType: .uint8, dimensions: [2, 3, 4], bytes: Bytes([UInt8](0..<24)))),
            IDX.encode(IDX.Array(elementType: .float32, dimensions: [3], bytes: Bytes([UInt8](0..<12)))),
        ]
    }

    @Sendable static func slices() throws -> [[UInt8]] {
        ["4 5 0,2:-", "300 10,290", "1 2 3 -:-:0,1"].map { Array($0.utf8) }
    }

    /// Opens a checkpoint with this index, or these data, beside the fixture's other file, and reads all of it.
    static func readBundle(index: [UInt8]? = nil, data: [UInt8]? = nil) throws {
        let files = MemoryFiles(files: [
            "m.index": Bytes(try index ?? fixture("checkpoint/bundle.index")),
            "m.data-00000-of-00001": Bytes(try data ?? fixture("checkpoint/bundle.data-00000-of-00001")),
        ])
        let reader = try Checkpoint.open("m", fileSystem: files)
        for tensor in reader.tensors { try attempt { _ = try reader.array(of: tensor.name) } }
        _ = try model.saver.plan(for: "m", fileSystem: files).description
    }

    static func readLegacy(_ file: [UInt8]) throws {
        let reader = try Checkpoint.open("m", fileSystem: MemoryFiles(files: ["m": Bytes(file)]))
        for tensor in reader.tensors { try attempt { _ = try reader.array(of: tensor.name) } }
    }

    /// One damaged tensor must not keep the others from being read.
    private static func attempt(_ body: () throws -> Void) throws {
        do { try body() } catch is FormatError {} catch is FileError {}
    }

    private static let cache = Cache()

    private static func fixture(_ path: String) throws -> [UInt8] { try cache.file(directory + path) }

    private static var directory: String {
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/")
            + "/Fixtures/"
    }
}
