import Adjoint
import FileTestSupport
import OperationCases
import Testing

/// What stands within calls is seen by whoever asks what a run draws, writes or depends on.
@Suite struct WithinCallsTests {
    private typealias Program = FunctionProgram

    private static let dtype: [String: AttrValue] = ["dtype": .type(.float32)]
    /// What is fed, of any shape.
    private static let input = NodeDef("x", "Placeholder", [], dtype)

    private static func handle(_ name: String) -> NodeDef {
        NodeDef(
            name, "VarHandleOp", [],
            [
                "dtype": .type(.float32), "shape": AttrValue(.shape(TensorShapeProto())),
                "shared_name": AttrValue(.string(Bytes("v".utf8))),
            ])
    }

    /// A function of a vector; its result is that of the last node.
    private static func function(_ name: String, result: String, _ nodes: [NodeDef]) -> FunctionDef {
        FunctionDef(name, arguments: [("x", "float32")], results: [("y", "float32", result)], nodes: nodes)
    }

    private static let functions = [
        function("plain", result: "sum:z:0", [NodeDef("sum", "AddV2", ["x", "x"], Program.real)]),
        function(
            "noisy", result: "sum:z:0",
            [
                NodeDef("shape", "Shape", ["x"], ["T": .type(.float32), "out_type": .type(.int32)]),
                NodeDef(
                    "noise", "RandomStandardNormal", ["shape:output:0"], ["T": .type(.int32), "dtype": .type(.float32)]),
                NodeDef("sum", "AddV2", ["x", "noise:output:0"], Program.real),
            ]),
        function(
            "scaled", result: "product:z:0",
            [
                handle("v"), NodeDef("read", "ReadVariableOp", ["v:resource:0"], dtype),
                NodeDef("product", "Mul", ["x", "read:value:0"], Program.real),
            ]),
        function(
            "counting", result: "x",
            [
                handle("v"), NodeDef.constant("axis", 0),
                NodeDef("mean", "Mean", ["x", "axis:output:0"], ["T": .type(.float32), "Tidx": .type(.int32)]),
                NodeDef("write", "AssignAddVariableOp", ["v:resource:0", "mean:output:0"], dtype),
            ]),
    ]

    /// Calls of functions, `call0` and so on, on a vector `x`, or on the result of another where a name is given.
    private static func graph(_ calls: [(String, on: String)], functions: [FunctionDef] = functions) throws -> Graph {
        var nodes = [input, handle("v"), .constant("one", 1)]
        nodes += [
            NodeDef("real", "Cast", ["one"], ["SrcT": .type(.int32), "DstT": .type(.float32)]),
            NodeDef("initialize", "AssignVariableOp", ["v", "real"], dtype),
            NodeDef("read", "ReadVariableOp", ["v"], dtype),
        ]
        for (index, call) in calls.enumerated() {
            let type = call.0 == "counting" ? "StatefulPartitionedCall" : "PartitionedCall"
            nodes.append(Program.call(call.0, [call.on], name: "call\(index)", type: type))
        }
        return try Program(nodes, functions: functions).graph()
    }

    private static func variable(_ graph: Graph) throws -> Variable {
        Variable(
            reference: try graph.tensor("v"), value: try graph.tensor("read"),
            initializer: try graph.operation("initialize"), initialValue: nil, isTrainable: false)
    }

    @Test func lintFindsRandomNumbersWithin() throws {
        let graph = try Self.graph([("plain", on: "x"), ("noisy", on: "call0")])
        let found = graph.lint(inference: [try graph.tensor("call1")])
        #expect(found.map(\.kind) == [.randomInference])
        #expect(found.first?.name == "call1/noise")
        #expect(graph.lint(inference: [try graph.tensor("call0")]).isEmpty)
    }

    @Test func lintFindsWritesWithinThatNothingOrders() throws {
        let graph = try Self.graph([("counting", on: "x"), ("counting", on: "x"), ("counting", on: "call0")])
        let calls = try (0..<3).map { try graph.operation("call\($0)") }
        let found = graph.lint(running: Array(calls[..<2]))
        #expect(found.map(\.kind) == [.unorderedWrites])
        #expect(found.first?.name == "v")
        // One that reads the other's result waits for its write.
        #expect(graph.lint(running: [calls[0], calls[2]]).isEmpty)
    }

    @Test("an update that is a call belongs to the loss that is computed from the same numbers")
    func updatesAreCalls() throws {
        let graph = try Self.graph([("plain", on: "x"), ("counting", on: "call0")])
        let update = try graph.operation("call1")
        graph.add(update, to: .updateOps)
        let w = graph.variable(Float(2), name: "w")
        let loss = (try graph.tensor("call0") * w).mean()
        let other = (graph.constant([Float(1), 2]) * w).mean()
        let descent = GradientDescent(learningRate: 0.1)
        #expect(descent.minimize(other).controlInputs.contains(update) == false)
        #expect(graph.lint().map(\.kind).contains(.updateNotRun))
        #expect(graph.lint().first { $0.kind == .updateNotRun }?.message.contains("'v'") == true)
        #expect(descent.minimize(loss).controlInputs.contains(update))
        graph.add(.object(try Self.variable(graph)), to: .globalVariables)
        graph.freeze([try Self.variable(graph)])
        #expect(descent.minimize(loss).controlInputs.contains(update) == false)
    }

    private let rows = NDArray((0..<6).map { Float($0) })

    private func lookup(
        _ name: String, _ graph: Graph, _ session: Session, _ directory: String
    ) throws -> CachedFeatures.Lookup {
        let cache = try FeatureCache(of: graph.tensor(name), in: session, directory: directory)
        return try cache.rows(of: rows, fedTo: graph.tensor("x")).lookup
    }

    @Test(arguments: ["noisy", "counting"]) func cachesRefuseWhatChangesWithin(_ function: String) throws {
        let graph = try Self.graph([("plain", on: "x"), (function, on: "call0")])
        let session = try Session(graph)
        try session.run(graph.operation("initialize"))
        try withTemporaryDirectory { directory in
            #expect(try lookup("call0", graph, session, directory) == .miss)
            var error: FeatureCacheError?
            do {
                _ = try lookup("call1", graph, session, directory)
            } catch let thrown as FeatureCacheError {
                error = thrown
            }
            let reason = function == "noisy" ? "'call1/noise' draws" : "'call1/write' has"
            #expect(error?.description.contains(reason) == true)
        }
        // Neither is part of what a training step leaves as it is.
        let w = graph.variable(Float(2), name: "w")
        let step = GradientDescent(learningRate: 0.1).minimize((try graph.tensor("call1") * w).mean())
        let frontier = try FeatureCache.frozenFrontier(of: step, from: graph.tensor("x"))
        #expect(frontier.name == "call0:0")
    }

    @Test("rows depend on the variables and on the ops within a call")
    func cachesKnowWhatIsWithin() throws {
        let graph = try Self.graph([("scaled", on: "x")])
        let session = try Session(graph)
        try session.run(graph.operation("initialize"))
        try withTemporaryDirectory { directory in
            #expect(try lookup("call0", graph, session, directory) == .miss)
            #expect(try lookup("call0", graph, session, directory) == .hit)
            try session.assign(NDArray(Float(3)), to: Self.variable(graph))
            #expect(try lookup("call0", graph, session, directory) == .stale([.weight("v")]))
            let body = [NodeDef("sum", "Mul", ["x", "x"], Program.real)]
            let changed = try Self.graph(
                [("scaled", on: "x")], functions: [Self.function("scaled", result: "sum:z:0", body)])
            #expect(try lookup("call0", changed, Session(changed), directory) != .hit)
        }
    }

    @Test("an op within a call that mixes rows is refused by name, whatever comes after it")
    func cachesRefuseWhatMixesRowsWithin() throws {
        let body = [
            NodeDef.constant("axis", 0),
            NodeDef("mean", "Mean", ["x", "axis:output:0"], ["T": .type(.float32), "Tidx": .type(.int32)]),
            NodeDef("difference", "Sub", ["x", "mean:output:0"], Program.real),
            NodeDef("square", "Square", ["difference:z:0"], Program.real),
            NodeDef("opposite", "Neg", ["square:y:0"], Program.real),
            NodeDef("hidden", "Relu", ["opposite:y:0"], Program.real),
        ]
        let function = Self.function("centered", result: "hidden:activations:0", body)
        let graph = try Self.graph([("centered", on: "x")], functions: [function])
        let session = try Session(graph)
        try withTemporaryDirectory { directory in
            let error = #expect(throws: FeatureCacheError.self) {
                try lookup("call0", graph, session, directory)
            }
            #expect(error == .dependsOnOtherRows(operation: "call0/mean", type: "Mean"))
        }
    }

    @Test("calls of one function draw from one stream, in their order, as in TensorFlow; a checkpoint keeps it")
    func callsShareStreams() throws {
        let seeded: [String: AttrValue] = [
            "T": .type(.int32), "dtype": .type(.float32), "seed": AttrValue(.int(7)), "seed2": AttrValue(.int(3)),
        ]
        func draw(_ name: String, _ shape: String) -> NodeDef { NodeDef(name, "RandomUniform", [shape], seeded) }
        let shape = NodeDef("shape", "Shape", ["x"], ["T": .type(.float32), "out_type": .type(.int32)])
        let function = Self.function("draw", result: "numbers:output:0", [shape, draw("numbers", "shape:output:0")])
        let calls = (0..<2).map { index in
            Program.call(
                "draw", ["x"] + (index > 0 ? ["^call0"] : []), name: "call\(index)", type: "StatefulPartitionedCall")
        }
        let graph = try Program(
            [Self.input, shape, draw("plain", "shape")] + calls, functions: [function]
        ).graph()
        let feeds: Feeds = [try graph.tensor("x"): NDArray([Float(0), 0])]
        let (plain, both) = (try graph.tensor("plain"), try [graph.tensor("call0"), graph.tensor("call1")])
        let session = try Session(graph)
        let expected = try (0..<4).map { _ in try session.run(plain, feeding: feeds) }
        #expect(Set(expected).count == 4)
        #expect(try session.run(both, feeding: feeds) == Array(expected[..<2]))
        try withTemporaryDirectory { directory in
            _ = graph.variable(Float(0), name: "w")
            let saver = Saver(graph)
            try session.initializeVariables()
            try saver.save(session, to: directory + "/model")
            let resumed = try Session(graph)
            try saver.restore(resumed, from: directory + "/model")
            #expect(try resumed.run(both, feeding: feeds) == Array(expected[2...]))
        }
    }
}
