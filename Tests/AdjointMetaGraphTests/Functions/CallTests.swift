import Adjoint
import FileTestSupport
import OperationCases
import Testing

/// Calls: what they change, when, and what stays addressable.
@Suite struct CallTests {
    private typealias Program = FunctionProgram

    private static func handle(_ name: String) -> NodeDef {
        var sharedName = AttrValue()
        sharedName.value = .string(Bytes("v".utf8))
        return NodeDef(
            name, "VarHandleOp", [],
            ["dtype": .type(.float32), "shape": AttrValue(.shape(TensorShapeProto())), "shared_name": sharedName])
    }

    private static let dtype: [String: AttrValue] = ["dtype": .type(.float32)]

    /// v ← v·x + 1 where the handle is an argument or the function's own; no result.
    private static func update(_ name: String, ownHandle: Bool) -> FunctionDef {
        let variable = ownHandle ? "v:resource:0" : "v"
        let one = [
            NodeDef.constant("one", 1),
            NodeDef(
                "real", "Cast", ["one:output:0"], ["SrcT": .type(.int32), "DstT": .type(.float32)]),
        ]
        return FunctionDef(
            name, arguments: (ownHandle ? [] : [("v", "resource")]) + [("x", "float32")], results: [],
            nodes: one + [
                NodeDef("read", "ReadVariableOp", [variable], dtype),
                NodeDef("product", "Mul", ["read:value:0", "x"], Program.real),
                NodeDef("sum", "AddV2", ["product:z:0", "real:y:0"], Program.real),
                NodeDef("assign", "AssignVariableOp", [variable, "sum:z:0"], dtype),
            ] + (ownHandle ? [handle("v")] : []))
    }

    /// A graph with a variable that is 1, and an op `call` of a function.
    private func program(_ function: FunctionDef, _ call: NodeDef, more: [NodeDef] = [], functions: [FunctionDef] = [])
        -> Program
    {
        Program(
            [
                Program.placeholder("x"), Self.handle("v"), .constant("one", 1),
                NodeDef("real", "Cast", ["one"], ["SrcT": .type(.int32), "DstT": .type(.float32)]),
                NodeDef("initialize", "AssignVariableOp", ["v", "real"], Self.dtype),
                NodeDef("read", "ReadVariableOp", ["v"], Self.dtype), call,
                NodeDef("after", "ReadVariableOp", ["v", "^call"], Self.dtype),
            ] + more, functions: [function] + functions)
    }

    private func session(_ program: Program) throws -> (Graph, Session) {
        let graph = try program.graph()
        let session = try Session(graph)
        try session.run(targets: [graph.operation("initialize")])
        return (graph, session)
    }

    @Test(arguments: [false, true]) func aCallWithoutResultsRunsAsATarget(ownHandle: Bool) throws {
        let call = NodeDef(
            "call", "StatefulPartitionedCall", ownHandle ? ["x"] : ["v", "x"],
            [
                "f": Program.function("update"), "Tin": Program.types(ownHandle ? [.float32] : [.resource, .float32]),
                "Tout": Program.types([]),
            ])
        let (graph, session) = try session(program(Self.update("update", ownHandle: ownHandle), call))
        let x = try graph.tensor("x")
        try session.run(targets: [graph.operation("call")], feeding: [x: Float(3)])
        #expect(try session.run(graph.tensor("read"), as: Float.self) == 4)
        // What waits for the call sees what it wrote.
        #expect(try session.run(graph.tensor("after"), as: Float.self, feeding: [x: Float(2)]) == 9)
        #expect(try session.run(graph.tensor("read"), as: Float.self) == 9)
    }

    @Test func effectsTakePlaceThoughOnlyAResultIsRead() throws {
        var function = Self.update("update", ownHandle: true)
        function.signature?.outputArguments = Program.square().signature!.outputArguments
        function.results = ["y": "x"]
        let (graph, session) = try session(
            program(function, Program.call("update", ["x"], type: "StatefulPartitionedCall")))
        let x = try graph.tensor("x")
        #expect(try session.run(graph.tensor("call"), as: Float.self, feeding: [x: Float(3)]) == 3)
        #expect(try session.run(graph.tensor("read"), as: Float.self) == 4)
    }

    @Test func effectsTakePlaceInEveryIterationAndOnTheSideTaken() throws {
        let update = Self.update("update", ownHandle: true)
        let nothing = FunctionDef("nothing", arguments: [("x", "float32")], results: [], nodes: [])
        func branches(_ then: String, _ otherwise: String) -> [String: AttrValue] {
            [
                "then_branch": Program.function(then), "else_branch": Program.function(otherwise),
                "Tcond": .type(.bool), "Tin": Program.types([.float32]), "Tout": Program.types([]),
            ]
        }
        let body = FunctionDef(
            "body", arguments: [("i", "int32"), ("x", "float32")],
            results: [("next", "int32", "add:z:0"), ("same", "float32", "x")],
            nodes: [
                .constant("one", 1), .constant("two", 2),
                NodeDef("add", "AddV2", ["i", "one:output:0"], Program.whole),
                NodeDef("early", "Less", ["i", "two:output:0"], Program.whole),
                NodeDef("if", "If", ["early:z:0", "x"], branches("update", "nothing")),
            ])
        let more = FunctionDef(
            "more", arguments: [("i", "int32"), ("x", "float32")], results: [("more", "bool", "less:z:0")],
            nodes: [.constant("limit", 5), NodeDef("less", "Less", ["i", "limit:output:0"], Program.whole)])
        let call = NodeDef(
            "call", "While", ["zero", "x"],
            [
                "cond": Program.function("more"), "body": Program.function("body"),
                "T": Program.types([.int32, .float32]),
            ])
        let (graph, session) = try session(
            program(body, call, more: [.constant("zero", 0)], functions: [more, update, nothing]))
        let x = try graph.tensor("x")
        // Two of five iterations: 1 → 4 → 13.
        #expect(try session.run(graph.tensor("after"), as: Float.self, feeding: [x: Float(3)]) == 13)
        #expect(try session.run(graph.tensor("call:0"), as: Int32.self, feeding: [x: Float(1)]) == 5)
        #expect(try session.run(graph.tensor("read"), as: Float.self) == 15)
    }

    /// In a conditional of TensorFlow 1, a call on the side not taken changes nothing.
    @Test func callsOnASideThatIsNotTakenDoNotRun() throws {
        var function = Self.update("update", ownHandle: true)
        function.nodes.removeAll { $0.name == "product" }
        function.nodes[function.nodes.firstIndex { $0.name == "sum" }!].inputs = ["read:value:0", "real:y:0"]
        let call = NodeDef(
            "call", "StatefulPartitionedCall", ["switch:1"],
            ["f": Program.function("update"), "Tin": Program.types([.float32]), "Tout": Program.types([])])
        let (graph, session) = try session(
            program(
                function, call,
                more: [
                    NodeDef("switch", "Switch", ["x", "positive"], Program.real), .constant("zero", 0),
                    NodeDef("limit", "Cast", ["zero"], ["SrcT": .type(.int32), "DstT": .type(.float32)]),
                    NodeDef("positive", "Greater", ["x", "limit"], Program.real),
                ]))
        let (x, target) = (try graph.tensor("x"), try graph.operation("call"))
        try session.run(targets: [target], feeding: [x: Float(-3)])
        #expect(try session.run(graph.tensor("read"), as: Float.self) == 1)
        try session.run(targets: [target], feeding: [x: Float(3)])
        #expect(try session.run(graph.tensor("read"), as: Float.self) == 2)
    }

    @Test func aCallsOutputCanBeFed() throws {
        let program = Program(
            [
                Program.placeholder("x"), Program.call("square", ["x"]),
                NodeDef("after", "Neg", ["call"], Program.real),
            ], functions: [Program.square()])
        #expect(try program.value("after:0", feeding: ["call:0": 5]) == -5)
        #expect(try program.value("call:0", feeding: ["call:0": 5]) == 5)
    }

    @Test func errorsNameTheOpInTheCall() throws {
        let function = FunctionDef(
            "f", arguments: [("x", "float32")], results: [("y", "float32", "check:output:0")],
            nodes: [
                NodeDef(
                    "check", "CheckNumerics", ["x"],
                    Program.real.merging(["message": AttrValue(.string(Bytes("bad".utf8)))]) { $1 })
            ])
        let program = Program.calling(function)
        let error = #expect(throws: GraphError.self) { try program.value(feeding: ["x:0": .infinity]) }
        #expect(error?.operationName == "call/check")
        let graph = try program.graph()
        #expect(
            try Session(graph).explain(graph.tensor("call"), feeding: [graph.tensor("x"): Float(1)]).contains(
                "call/check"))
    }

    @Test func neededOperationsAreTheGraphsOwn() throws {
        let graph = try Program.calling(Program.square()).graph()
        let names = try Session(graph).executedOperations(
            fetches: [graph.tensor("call")], feeding: [graph.tensor("x"): Float(1)]
        ).map(\.name)
        #expect(names == ["call"])
    }

    @Test func gradientsPassThroughCalls() throws {
        let graph = try Program.calling(Program.square()).graph()
        let (x, y) = (try graph.tensor("x"), try graph.tensor("call"))
        let dx = try #require(graph.gradients(of: y * 2, withRespectTo: [x])[0])
        let second = try #require(graph.gradients(of: dx * x, withRespectTo: [x])[0])
        let values = try Session(graph).run([y, dx, second], feeding: [x: Float(3)])
        #expect(try values.map { try $0.scalar(as: Float.self) } == [9, 12, 24])
    }

    @Test func whatHasNoGradientIsSaid() throws {
        let graph = try Program.calling(Program.square(type: "NobodyKnows")).graph()
        let (x, y) = (try graph.tensor("x"), try graph.tensor("call"))
        _ = graph.gradients(of: y, withRespectTo: [x])
        #expect(graph.mistakes.first?.operationName == "call")
        #expect(graph.mistakes.first?.message.contains("NobodyKnows") == true)
        #expect(graph.count == 2)
    }

    @Test func randomStreamsGoOnAndAreSaved() throws {
        let seeds: [String: AttrValue] = ["seed": AttrValue(.int(7)), "seed2": AttrValue(.int(9))]
        let function = FunctionDef(
            "draw", arguments: [("shape", "int32")], results: [("y", "float32", "draw:output:0")],
            nodes: [
                NodeDef(
                    "draw", "RandomUniform", ["shape"],
                    ["dtype": .type(.float32), "T": .type(.int32)].merging(seeds) { $1 })
            ])
        let program = Program(
            [
                .constant("shape", 3),
                NodeDef("vector", "Reshape", ["shape", "one"], ["T": .type(.int32), "Tshape": .type(.int32)]),
                NodeDef("one", "Pack", ["ones"], ["T": .type(.int32), "N": AttrValue(.int(1))]), .constant("ones", 1),
                NodeDef(
                    "call", "StatefulPartitionedCall", ["vector"],
                    ["f": Program.function("draw"), "Tin": Program.types([.int32]), "Tout": Program.types([.float32])]),
            ], functions: [function])
        let graph = try program.graph()
        _ = graph.variable(Float(0), name: "w")
        let session = try Session(graph)
        try session.initializeVariables()
        let draw = try graph.tensor("call")
        let first = try session.run(draw)
        let files = SimulatedFileSystem()
        let saver = Saver(graph)
        try saver.save(session, to: "model", fileSystem: files)
        let second = try session.run(draw)
        #expect(first != second)
        // Both in this session, and in a new one of the graph read anew.
        try saver.restore(session, from: "model", fileSystem: files)
        #expect(try session.run(draw) == second)
        let copy = try program.graph()
        _ = copy.variable(Float(0), name: "w")
        let other = try Session(copy)
        try Saver(copy).restore(other, from: "model", fileSystem: files)
        #expect(try other.run(copy.tensor("call")) == second)
    }
}
