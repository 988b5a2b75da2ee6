import Adjoint
import Testing

/// Collections and the rest of a MetaGraphDef through the codec.
@Suite struct MetaGraphTests {
    private func model() throws -> MetaGraphDef {
        let graph = Graph()
        let weight = graph.variable([Float(1), 2], name: "w")
        _ = graph.variable([Float(3)], isTrainable: false, name: "average")
        let loss = (weight * Float(2)).sum(name: "loss")
        graph.add(loss, to: .losses)
        graph.add(loss.operation, to: "my_ops")
        graph.add(.int(7), to: "numbers")
        graph.add(.bytes([1, 2, 3]), to: "blobs")
        return try graph.metaGraph()
    }

    @Test func collectionsSurvive() throws {
        let source = try model()
        let graph = Graph()
        try graph.importMetaGraph(MetaGraphDef(serialized: Bytes(source.serialized())))
        #expect(graph.globalVariables.map(\.name) == ["w", "average"])
        #expect(graph.trainableVariables.map(\.name) == ["w"])
        #expect(graph.tensors(in: .losses).map(\.name) == ["loss:0"])
        #expect(graph.operations(in: "my_ops").map(\.name) == ["loss"])
        #expect(try graph.metaGraph() == source)
        let session = try Session(graph)
        try session.initializeVariables()
        #expect(try session.run(graph.tensor("loss"), as: Float.self) == 6)
    }

    @Test func aScopeMovesVariablesAndSavers() throws {
        var source = try model()
        var saver = SaverDef()
        (saver.filenameTensorName, saver.saveTensorName, saver.restoreOpName) = (
            "save/Const:0", "save/id:0", "save/all"
        )
        source.saver = saver
        var context = CondContextDef()
        (context.contextName, context.pivotName) = ("cond/cond_text", "cond/switch_t:0")
        context.values = ValuesDef()
        context.values?.externalValues = ["inner": "outer:0"]
        source.collections["cond_context"] = CollectionDef(.bytes([Bytes(context.serialized())]))
        let graph = Graph()
        let moved = try graph.importMetaGraph(source, under: "old")
        #expect(moved?.filenameTensorName == "old/save/Const:0")
        #expect(graph.globalVariables.map(\.name) == ["old/w", "old/average"])
        guard case .bytes(let bytes)? = graph.items(in: .condContexts).first else {
            Issue.record("there is no context")
            return
        }
        let movedContext = try CondContextDef(serialized: Bytes(bytes))
        #expect(movedContext.pivotName == "old/cond/switch_t:0")
        #expect(movedContext.values?.externalValues == ["old/inner": "old/outer:0"])
    }

    @Test func whatWasAddedIsWritten() throws {
        let graph = Graph()
        try graph.importMetaGraph(model())
        _ = graph.variable([Float(1)], name: "new")
        let copy = Graph()
        try copy.importMetaGraph(graph.metaGraph())
        #expect(copy.globalVariables.map(\.name) == ["w", "average", "new"])
    }

    @Test func theRestSurvives() throws {
        var source = try model()
        source.metaInfo = MetaGraphDef.MetaInfo()
        source.metaInfo?.tags = ["serve"]
        source.metaInfo?.tensorFlowVersion = "1.4.0"
        source.signatures["predict"] = SignatureDef()
        source.unknownFields.fields = [[0xa0, 0x06, 0x01]]
        source.collections["nowhere"] = CollectionDef(.nodes(["not_in_the_graph:0"]))
        source.collections["empty"] = CollectionDef(.nodes([]))
        let graph = Graph()
        try graph.importMetaGraph(source)
        #expect(try graph.metaGraph() == source)
    }

    @Test func aFileCutAnywhereThrowsOrIsAWholeGraph() throws {
        let file = try model().serialized()
        for length in 0..<file.count {
            let graph = Graph()
            do {
                try graph.importMetaGraph(MetaGraphDef(serialized: Bytes(file[..<length])))
                // What is left then is a message of its own, and goes through the codec as such.
                let again = Graph()
                try again.importMetaGraph(graph.metaGraph())
                #expect(again.count == graph.count, "cut to \(length) bytes")
            } catch is FormatError {
                #expect(graph.count == 0)
            } catch is GraphError {
                #expect(graph.count == 0)
            }
        }
    }
}
