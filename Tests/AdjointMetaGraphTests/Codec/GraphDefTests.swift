import Adjoint
import Testing

/// Graphs through the codec.
@Suite struct GraphDefTests {
    private func node(
        _ name: String, _ op: String, _ inputs: [String] = [], _ attributes: [String: AttrValue] = [:]
    ) -> NodeDef {
        var node = NodeDef()
        (node.name, node.op, node.inputs, node.attributes) = (name, op, inputs, attributes)
        return node
    }

    private func definition(_ nodes: [NodeDef]) -> GraphDef {
        var definition = GraphDef()
        definition.nodes = nodes
        definition.versions = VersionDef(producer: 134, minConsumer: 12)
        return definition
    }

    private func constant(_ name: String, _ values: [Float]) -> NodeDef {
        var tensor = TensorProto()
        tensor.dtype = .float32
        tensor.shape = TensorShapeProto([values.count])
        tensor.floatValues = values
        return node(name, "Const", [], ["dtype": AttrValue(.type(.float32)), "value": AttrValue(.tensor(tensor))])
    }

    private let real = ["T": AttrValue(.type(.float32))]

    @Test func nodesMayStandInAnyOrder() throws {
        let graph = Graph()
        try graph.importGraph(
            definition([
                node("sum", "Add", ["a", "b"], real), constant("a", [1, 2]), constant("b", [10, 20]),
            ]))
        #expect(graph.operations.map(\.name) == ["sum", "a", "b"])
        #expect(try graph.tensor("sum").shape == [2])
        #expect(try Session(graph).run(graph.tensor("sum")).scalars(as: Float.self) == [11, 22])
    }

    @Test func oneValueFillsATensor() throws {
        var tensor = TensorProto()
        tensor.dtype = .float32
        tensor.shape = TensorShapeProto([2, 3])
        tensor.floatValues = [1, 7]
        let source = definition([
            node("c", "Const", [], ["dtype": AttrValue(.type(.float32)), "value": AttrValue(.tensor(tensor))])
        ])
        let graph = Graph()
        try graph.importGraph(source)
        #expect(try Session(graph).run(graph.tensor("c")).scalars(as: Float.self) == [1, 7, 7, 7, 7, 7])
        #expect(try graph.graphDef() == source)
    }

    @Test func aSmallFileCannotAskForAllMemory() throws {
        var tensor = TensorProto()
        tensor.dtype = .float32
        tensor.shape = TensorShapeProto([1 << 20, 1 << 20])
        tensor.floatValues = [1]
        let source = definition([
            node("c", "Const", [], ["dtype": AttrValue(.type(.float32)), "value": AttrValue(.tensor(tensor))])
        ])
        let graph = Graph()
        try graph.importGraph(source)
        #expect(try graph.graphDef() == source)
        #expect(throws: GraphError.self) { try Session(graph).run(graph.tensor("c")) }
    }

    @Test func whatIsNotKnownSurvives() throws {
        var odd = node(
            "odd", "Quux", ["a", "^b"], ["N": AttrValue(.int(3)), "ref": AttrValue(.type(DataType(rawValue: 101)))])
        odd.device = "/job:ps/task:1"
        odd.experimentalDebugInfo = NodeDef.DebugInfo()
        odd.experimentalDebugInfo?.originalNodeNames = ["x"]
        odd.unknownFields.fields = [[0xa0, 0x06, 0x01]]
        var source = definition([
            constant("a", [1, 2]), constant("b", [1]), odd, node("user", "Add", ["odd:2", "a"], real),
        ])
        source.unknownFields.fields = [[0xa0, 0x06, 0x01]]
        source.library = FunctionDefLibrary()
        let bytes = source.serialized()
        let graph = Graph()
        try graph.importGraph(GraphDef(serialized: Bytes(bytes)))
        #expect(try graph.graphDef().serialized() == bytes)
        // Its outputs are those that are read, of the type they are read as.
        #expect(try graph.operation("odd").outputs.count == 3)
        #expect(try graph.tensor("odd:2").dtype == .float32)
        let error = #expect(throws: GraphError.self) { try Session(graph).run(graph.tensor("user")) }
        #expect(error?.kind == .unknownOperation)
        #expect(error?.operationName == "odd")
        // What does not need it runs.
        #expect(try Session(graph).run(graph.tensor("a")).count == 2)
    }

    @Test func theFilesOwnDefinitionsTellOutputs() throws {
        var definitionOfQuux = OpDef()
        definitionOfQuux.name = "Quux"
        var output = OpDef.Argument()
        (output.name, output.typeAttribute, output.numberAttribute) = ("y", "T", "N")
        definitionOfQuux.outputArguments = [output]
        var count = OpDef.Attribute()
        (count.name, count.type, count.defaultValue) = ("N", "int", AttrValue(.int(2)))
        definitionOfQuux.attributes = [count]
        let graph = Graph()
        try graph.importGraph(
            definition([node("odd", "Quux", [], ["T": AttrValue(.type(.int64))])]), operations: [definitionOfQuux])
        #expect(try graph.operation("odd").outputs.map(\.dtype) == [.int64, .int64])
    }

    @Test func aScopeMovesNames() throws {
        let source = definition([
            constant("a", [1, 2]),
            node("b", "Identity", ["a", "^a"], real.merging(["_class": AttrValue(.list(loc("a")))]) { $1 }),
        ])
        let graph = Graph()
        for scope in ["left", "left_1"] {
            let operations = try graph.importGraph(source, under: "left")
            #expect(operations.map(\.name) == ["\(scope)/a", "\(scope)/b"])
            #expect(operations[1].inputs.map(\.name) == ["\(scope)/a:0"])
            #expect(operations[1].controlInputs.map(\.name) == ["\(scope)/a"])
            #expect(operations[1].colocationRoot == "\(scope)/a")
        }
    }

    private func loc(_ name: String) -> AttrValue.ListValue {
        var list = AttrValue.ListValue()
        list.strings = [Bytes("loc:@\(name)".utf8)]
        return list
    }

    @Test func mistakesStayWithTheirNode() throws {
        let graph = Graph()
        try graph.importGraph(
            definition([
                constant("a", [1, 2]), constant("b", [1, 2, 3]), node("bad", "Add", ["a", "b"], real),
                node("good", "Add", ["a", "a"], real),
            ]))
        try graph.validate()
        #expect(try Session(graph).run(graph.tensor("good")).scalars(as: Float.self) == [2, 4])
        let error = #expect(throws: GraphError.self) { try Session(graph).run(graph.tensor("bad")) }
        #expect(error?.operationName == "bad")
    }

    @Test(arguments: [
        ["a:5"], ["nowhere"], ["^nowhere"], ["a:99999999999"], ["a:-1"],
    ])
    func inputsThatDoNotExistAreRefused(_ inputs: [String]) {
        let graph = Graph()
        #expect(throws: GraphError.self) {
            try graph.importGraph(definition([constant("a", [1]), node("b", "Identity", inputs, real)]))
        }
        #expect(graph.count == 0)
    }

    @Test func namesThatClashAreRefused() throws {
        let graph = Graph()
        #expect(throws: GraphError.self) {
            try graph.importGraph(definition([constant("a", [1]), constant("a", [2])]))
        }
        try graph.importGraph(definition([constant("a", [1])]))
        #expect(throws: GraphError.self) { try graph.importGraph(definition([constant("a", [1])])) }
        #expect(throws: GraphError.self) { try graph.importGraph(definition([constant("not a name", [1])])) }
        #expect(graph.count == 1)
    }

    @Test func anOldScalarShapeMeansUnknown() throws {
        let placeholder = node(
            "x", "Placeholder", [],
            ["dtype": AttrValue(.type(.float32)), "shape": AttrValue(.shape(TensorShapeProto([])))])
        for (producer, shape) in [(21, Shape.unknown), (22, Shape.scalar)] as [(Int32, Shape)] {
            var source = definition([placeholder])
            source.versions = VersionDef(producer: producer)
            let graph = Graph()
            try graph.importGraph(source)
            #expect(try graph.tensor("x").shape == shape)
            #expect(try graph.graphDef() == source)
        }
    }

    @Test func controlInputsAreSorted() throws {
        let graph = Graph()
        let (b, a) = (graph.constant(1, name: "b"), graph.constant(2, name: "a"))
        let sum = graph.withControlDependencies(on: [b.operation, a.operation]) { graph.constant(3, name: "c") }
        #expect(try graph.graphDef().nodes[sum.operation.index].inputs == ["^a", "^b"])
    }

    @Test func creationSitesAreWrittenOnRequest() throws {
        let graph = Graph()
        _ = graph.constant(1, name: "a")
        #expect(try graph.graphDef().nodes[0].attributes["_adjoint_site"] == nil)
        guard
            case .string(let site)? = try graph.graphDef(includesCreationSites: true).nodes[0]
                .attributes["_adjoint_site"]?.value
        else {
            Issue.record("there is no site")
            return
        }
        #expect(String(decoding: site, as: UTF8.self).hasPrefix("AdjointMetaGraphTests/GraphDefTests.swift:"))
    }
}
