import Adjoint
import FileTestSupport
import Testing

/// Savers read off graphs from files, which may state anything.
@Suite struct ImportedSaverTests {
    private func node(_ name: String, _ op: String, _ inputs: [String] = []) -> NodeDef {
        var node = NodeDef()
        (node.name, node.op, node.inputs) = (name, op, inputs)
        return node
    }

    /// A restoring graph in which `source` leads to the variable.
    private func saver(assigning source: String, from others: [NodeDef]) throws -> Saver {
        var variable = node("v", "VariableV2")
        variable.attributes = [
            "dtype": AttrValue(.type(.float32)), "shape": AttrValue(.shape(TensorShapeProto([2]))),
        ]
        var definition = GraphDef()
        definition.nodes =
            [variable] + others + [node("assign", "Assign", ["v", source]), node("restore_all", "NoOp", ["^assign"])]
        let graph = Graph()
        try graph.importGraph(definition)
        var description = SaverDef()
        description.restoreOpName = "restore_all"
        return try Saver(graph, definition: description)
    }

    @Test("nodes without the inputs they need are errors, not traps")
    func nodesWithoutInputs() {
        #expect(throws: (any Error).self) { try saver(assigning: "none", from: [node("none", "Identity")]) }
        #expect(throws: (any Error).self) {
            try saver(assigning: "shaped", from: [node("none", "Reshape"), node("shaped", "Identity", ["none"])])
        }
        #expect(throws: (any Error).self) { try saver(assigning: "read", from: [node("read", "RestoreV2")]) }
    }

    /// A model with two weights and a random op, and what its file would say of it and its saver.
    private func file(version: SaverDef.Version) throws -> MetaGraphDef {
        let graph = Graph(seed: 1)
        _ = graph.variable([Float(1), 2], name: "a")
        _ = graph.variable([Float(3)], name: "b")
        _ = graph.randomUniform(shape: [2], name: "noise").identity(name: "sample")
        var definition = Saver(graph).definition
        definition.version = version
        return try graph.metaGraph(saver: definition)
    }

    private func imported(_ definition: MetaGraphDef) throws -> (graph: Graph, saver: Saver) {
        let graph = Graph()
        let saver = try #require(try graph.importMetaGraph(definition))
        return (graph, try Saver(graph, definition: saver))
    }

    @Test("a saver of the first format writes that", arguments: [SaverDef.Version.legacy, .v1])
    func firstFormat(version: SaverDef.Version) throws {
        let files = SimulatedFileSystem()
        let (graph, saver) = try imported(file(version: version))
        let session = try Session(graph)
        try session.initializeVariables()
        // One of the second format under that name must not hide the new one.
        try Saver(graph).save(session, to: "dir/m", globalStep: 1, writesMetaGraph: false, fileSystem: files)
        try session.assign(NDArray([Float(5), 6]), to: graph.globalVariables[0])
        _ = try session.run(graph.tensor("sample"))
        #expect(try saver.save(session, to: "dir/m", globalStep: 1, fileSystem: files) == "dir/m-1")
        #expect(files.paths == ["dir/checkpoint", "dir/m-1", "dir/m-1.meta"])
        #expect(try Checkpoint.open("dir/m-1", fileSystem: files) is LegacyCheckpointReader)
        #expect(try Saver.latestCheckpoint(in: "dir", fileSystem: files) == "dir/m-1")

        let again = try Graph.importing("dir/m-1.meta", fileSystem: files)
        let second = try Session(again.graph)
        let plan = try #require(again.saver).restore(second, from: "dir/m-1", fileSystem: files)
        #expect(plan.isComplete && plan.unused.isEmpty && plan.randomStreamCount == 1)
        #expect(try second.run(again.graph.tensor("a")).doubles == [5, 6])
        #expect(try second.run(again.graph.tensor("sample")) == session.run(graph.tensor("sample")))
    }

    @Test("checkpoints of the first format that are too many are removed, and nothing else")
    func firstFormatRetention() throws {
        let files = SimulatedFileSystem()
        var (graph, saver) = try imported(file(version: .v1))
        saver.maxToKeep = 2
        let session = try Session(graph)
        try session.initializeVariables()
        for name in ["dir/m-1.txt", "dir/m"] { try files.create(name).close() }
        for step in 1...4 { try saver.save(session, to: "dir/m", globalStep: step, fileSystem: files) }
        #expect(
            files.paths == [
                "dir/checkpoint", "dir/m", "dir/m-1.txt", "dir/m-3", "dir/m-3.meta", "dir/m-4", "dir/m-4.meta",
            ])
        let error = #expect(throws: GraphError.self) {
            try saver.save(session, to: "dir/checkpoint", fileSystem: files)
        }
        #expect("\(error!)".contains("another name"))
    }

    /// What a file says of a weight of five rows in two parts, of two rows and of three.
    private func partitionedFile() throws -> MetaGraphDef {
        let graph = Graph()
        let values = (0..<15).map(Float.init)
        _ = graph.variable(Array(values[6...]), shape: [3, 3], name: "w/part_1")
        _ = graph.variable(Array(values[..<6]), shape: [2, 3], name: "w/part_0")
        var definition = try graph.metaGraph()
        for key in ["variables", "trainable_variables"] {
            let collection = try #require(definition.collections[key])
            guard case .bytes(let messages)? = collection.kind else { throw GraphError(.name, "no variables") }
            let changed = try messages.map { message in
                var variable = try VariableDef(serialized: message)
                let isFirst = variable.variableName == "w/part_0:0"
                var info = SaveSliceInfoDef()
                (info.fullName, info.fullShape) = ("w", [5, 3])
                (info.offset, info.shape) = isFirst ? ([0, 0], [2, 3]) : ([2, 0], [3, 3])
                variable.saveSliceInfo = info
                variable.aggregation = VariableDef.Aggregation(rawValue: 1)
                return Bytes(variable.serialized())
            }
            definition.collections[key] = CollectionDef(.bytes(changed))
        }
        return definition
    }

    @Test("variables that are parts of one are saved as such, and restored from it however it is stored")
    func partitionedVariables() throws {
        let files = SimulatedFileSystem()
        let graph = Graph()
        try graph.importMetaGraph(partitionedFile())
        let saver = Saver(graph)
        #expect(saver.names == ["w", "w"] && saver.variableNames == ["w/part_0", "w/part_1"])
        let session = try Session(graph)
        try session.initializeVariables()
        try saver.save(session, to: "m", fileSystem: files)
        let whole = try Checkpoint.open("m", fileSystem: files).array(of: "w")
        #expect(whole == NDArray((0..<15).map(Float.init), dimensions: [5, 3]))
        // The saver's ops say the same.
        let slices = try graph.tensor("save/SaveV2/shape_and_slices").operation.definition?.constantValue
        #expect(slices?.strings.map(\.description) == ["5 3 0,2:0,3", "5 3 2,3:0,3"])

        let fresh = try Session(graph)
        #expect(try saver.restore(fresh, from: "m", fileSystem: files).restored.map(\.source) == ["w", "w"])
        for variable in graph.globalVariables {
            #expect(try fresh.value(of: variable) == session.value(of: variable))
        }
        // Of a tensor stored in one piece too.
        try NPZ.write([("w", StoredArray(whole))], to: "w.npz", fileSystem: files)
        let third = try Session(graph)
        try saver.restore(third, from: "w.npz", fileSystem: files)
        for variable in graph.globalVariables {
            #expect(try third.value(of: variable) == session.value(of: variable))
        }
    }

    @Test("what files say of variables outlives the growth of the graph, and moves with a scope")
    func definitionsAreKept() throws {
        let graph = Graph()
        try graph.importMetaGraph(partitionedFile(), under: "teacher")
        _ = graph.variable([Float(1)], name: "head")
        #expect(Saver(graph).names == ["head", "teacher/w", "teacher/w"])
        let collection = try #require(try graph.metaGraph().collections["variables"])
        guard case .bytes(let messages)? = collection.kind else { return #expect(Bool(false)) }
        let variables = try messages.map { try VariableDef(serialized: $0) }
        #expect(variables.map(\.variableName) == ["teacher/w/part_1:0", "teacher/w/part_0:0", "head:0"])
        #expect(variables.map { $0.saveSliceInfo?.offset } == [[2, 0], [0, 0], nil])
        #expect(variables.map(\.aggregation.rawValue) == [1, 1, 0])
    }
}
