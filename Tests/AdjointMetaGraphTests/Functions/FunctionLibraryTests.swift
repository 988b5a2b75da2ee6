import Adjoint
import OperationCases
import Testing

/// A graph of nodes and functions, as a file states them.
struct FunctionProgram {
    var definition = GraphDef()

    init(_ nodes: [NodeDef], functions: [FunctionDef]) {
        definition.nodes = nodes
        definition.versions = VersionDef(producer: 1286, minConsumer: 12)
        definition.library = FunctionDefLibrary()
        definition.library?.functions = functions
    }

    func graph() throws -> Graph {
        let graph = Graph(seed: 3)
        try graph.importGraph(definition)
        return graph
    }

    /// The value of an output that is one number.
    func value(_ name: String = "call:0", feeding feeds: [String: Float] = ["x:0": 2]) throws -> Float {
        let graph = try graph()
        var all = Feeds()
        for (name, value) in feeds { all[try graph.tensor(name)] = NDArray(value) }
        return try Session(graph).run(graph.tensor(name), as: Float.self, feeding: all)
    }

    /// What the run throws.
    func failure(_ name: String = "call:0") -> GraphError? {
        do {
            _ = try value(name)
            return nil
        } catch {
            return error as? GraphError
        }
    }

    static let real: [String: AttrValue] = ["T": .type(.float32)]
    static let whole: [String: AttrValue] = ["T": .type(.int32)]

    static func placeholder(_ name: String, _ dtype: DType = .float32) -> NodeDef {
        NodeDef(name, "Placeholder", [], ["dtype": .type(dtype), "shape": AttrValue(.shape(TensorShapeProto()))])
    }

    static func types(_ types: [DType]) -> AttrValue {
        var list = AttrValue.ListValue()
        list.types = types.map { DataType(rawValue: $0.rawValue) }
        return AttrValue(.list(list))
    }

    static func function(_ name: String) -> AttrValue {
        var reference = NameAttrList()
        reference.name = name
        return AttrValue(.function(reference))
    }

    /// A call of a function of floats.
    static func call(
        _ function: String, _ inputs: [String], results: Int = 1, name: String = "call",
        type: String = "PartitionedCall"
    ) -> NodeDef {
        NodeDef(
            name, type, inputs,
            [
                "f": Self.function(function),
                "Tin": types(inputs.filter { !$0.hasPrefix("^") }.map { _ in .float32 }),
                "Tout": types((0..<results).map { _ in .float32 }),
            ])
    }

    /// x ↦ x², by way of a node of the given type and inputs.
    static func square(
        _ name: String = "square", type: String = "Mul", _ inputs: [String] = ["x", "x"], result: String = "node:z:0"
    ) -> FunctionDef {
        FunctionDef(
            name, arguments: [("x", "float32")], results: [("y", "float32", result)],
            nodes: [NodeDef("node", type, inputs, real)])
    }

    /// A program that calls one function on x.
    static func calling(_ functions: FunctionDef...) -> FunctionProgram {
        let name = functions[0].signature!.name
        return FunctionProgram([placeholder("x"), call(name, ["x"])], functions: functions)
    }
}

/// Functions of a file: what they compute, and what is said of those that are damaged.
@Suite struct FunctionLibraryTests {
    private typealias Program = FunctionProgram

    @Test func aFunctionComputesItsResults() throws {
        #expect(try Program.calling(Program.square()).value(feeding: ["x:0": 3]) == 9)
    }

    @Test func aNodeMayHaveTheFunctionsNameAsItsType() throws {
        let program = Program(
            [Program.placeholder("x"), NodeDef("call", "square", ["x"])], functions: [Program.square()])
        let graph = try program.graph()
        #expect(try graph.operation("call").type == "square")
        #expect(try graph.tensor("call:0").dtype == .float32)
        #expect(try program.value() == 4)
    }

    @Test func nodesInFunctionsMayStandInAnyOrder() throws {
        let function = FunctionDef(
            "f", arguments: [("x", "float32")], results: [("y", "float32", "last:z:0")],
            nodes: [
                NodeDef("last", "Sub", ["middle:y:0", "x"], Program.real),
                NodeDef("middle", "Square", ["first:y:0"], Program.real),
                NodeDef("first", "Neg", ["x"], Program.real),
            ])
        #expect(try Program.calling(function).value(feeding: ["x:0": 3]) == 6)
    }

    @Test func listsHaveIndices() throws {
        let function = FunctionDef(
            "f", arguments: [("x", "float32")], results: [("y", "float32", "pair:output:1")],
            nodes: [
                NodeDef("twice", "AddV2", ["x", "x"], Program.real),
                NodeDef("pair", "IdentityN", ["x", "twice:z:0"], ["T": Program.types([.float32, .float32])]),
            ])
        #expect(try Program.calling(function).value(feeding: ["x:0": 3]) == 6)
    }

    @Test func exportGivesBackWhatWasRead() throws {
        let program = Program.calling(Program.square())
        let graph = try program.graph()
        let (x, y) = (try graph.tensor("x"), try graph.tensor("call"))
        let before = try graph.graphDef()
        #expect(before.library == program.definition.library)
        #expect(before.nodes == program.definition.nodes)
        _ = try Session(graph).run(y, feeding: [x: Float(2)])
        #expect(try graph.graphDef().serialized() == before.serialized())
        #expect(graph.count == 2)
    }

    @Test func loopsWithinFunctionsRun() throws {
        func enter(_ name: String, _ input: String, _ type: DType) -> NodeDef {
            var frame = AttrValue()
            frame.value = .string(Bytes("frame".utf8))
            return NodeDef(name, "Enter", [input], ["T": .type(type), "frame_name": frame])
        }
        let function = FunctionDef(
            "f", arguments: [("x", "float32")], results: [("y", "float32", "exit:output:0")],
            nodes: [
                enter("enter", "x", .float32), .constant("zero", 0), enter("start", "zero:output:0", .int32),
                NodeDef(
                    "merge", "Merge", ["enter:output:0", "next:output:0"], Program.real.merging(["N": .int(2)]) { $1 }),
                NodeDef(
                    "i", "Merge", ["start:output:0", "next_i:output:0"], Program.whole.merging(["N": .int(2)]) { $1 }),
                .constant("limit", 3, ["^i"]),
                NodeDef("less", "Less", ["i:output:0", "limit:output:0"], Program.whole),
                NodeDef("more", "LoopCond", ["less:z:0"]),
                NodeDef("switch", "Switch", ["merge:output:0", "more:output:0"], Program.real),
                NodeDef("switch_i", "Switch", ["i:output:0", "more:output:0"], Program.whole),
                NodeDef("square", "Square", ["switch:output_true:0"], Program.real),
                .constant("one", 1, ["^switch_i"]),
                NodeDef("add", "AddV2", ["switch_i:output_true:0", "one:output:0"], Program.whole),
                NodeDef("next", "NextIteration", ["square:y:0"], Program.real),
                NodeDef("next_i", "NextIteration", ["add:z:0"], Program.whole),
                NodeDef("exit", "Exit", ["switch:output_false:0"], Program.real),
            ])
        let program = Program(
            [Program.placeholder("x"), Program.call("f", ["x"], name: "a"), Program.call("f", ["a"], name: "b")],
            functions: [function])
        // Each call's loop is its own: ((x²)²)² twice.
        #expect(try program.value("b:0", feeding: ["x:0": 1.01]) == (0..<6).reduce(Float(1.01)) { x, _ in x * x })
    }

    @Test func unknownFunctionsAreNamed() {
        let program = Program([Program.placeholder("x"), Program.call("nothing", ["x"])], functions: [])
        #expect(program.failure()?.kind == .notFound)
        #expect(program.failure()?.operationName == "call")
        #expect(program.failure()?.message.contains("no function 'nothing'") == true)
    }

    @Test func argumentsAreChecked() {
        let few = Program(
            [Program.placeholder("x"), Program.call("square", ["x", "x"])], functions: [Program.square()])
        #expect(few.failure()?.message.contains("takes 1 arguments, not 2") == true)
        var function = Program.square()
        function.signature?.inputArguments[0].type = DataType(rawValue: DType.int32.rawValue)
        #expect(Program.calling(function).failure()?.message.contains("is int32, not float32") == true)
    }

    @Test func resultsAreChecked() {
        let two = Program(
            [Program.placeholder("x"), Program.call("square", ["x"], results: 2)], functions: [Program.square()])
        #expect(two.failure()?.kind == .arity)
        var unstated = Program.square()
        unstated.results = [:]
        #expect(Program.calling(unstated).failure()?.message.contains("nothing states what its result 'y' is") == true)
        let other = FunctionDef(
            "f", arguments: [("x", "float32")], results: [("y", "float32", "less:z:0")],
            nodes: [NodeDef("less", "Less", ["x", "x"], Program.real)])
        #expect(Program.calling(other).failure()?.message.contains("bool where it states float32") == true)
    }

    @Test(arguments: [
        "node", "node:", "node:z:1", "node:z:-1", "node:z:x", "node:nothing:0", "node:z:0:0", "nobody:z:0", "", ":",
        "x:1",
        "x:y:0", "node:z:9223372036854775808",
    ]) func namesThatAreNotThereAreRefused(_ name: String) {
        let asResult = Program.calling(Program.square(result: name)).failure()
        #expect(asResult?.message.contains("in function 'square'") == true, "\(name): \(asResult as Any)")
        let function = FunctionDef(
            "square", arguments: [("x", "float32")], results: [("y", "float32", "last:y:0")],
            nodes: [
                NodeDef("node", "Mul", ["x", "x"], Program.real), NodeDef("last", "Neg", [name], Program.real),
            ])
        let asInput = Program.calling(function).failure()
        #expect(asInput?.message.contains("in function 'square'") == true, "\(name): \(asInput as Any)")
    }

    @Test func controlInputsMustBeThere() {
        let missing = Program.calling(Program.square("square", ["x", "x", "^nobody"])).failure()
        #expect(missing?.message.contains("'^nobody' is not in the function") == true)
    }

    @Test func functionsThatCallThemselvesAreRefused() {
        let own = Program.square("square", type: "square", ["x"], result: "node:y:0")
        #expect(Program.calling(own).failure()?.message.contains("calls itself") == true)
        let first = Program.square("first", type: "second", ["x"], result: "node:y:0")
        let second = Program.square("second", type: "first", ["x"], result: "node:y:0")
        #expect(Program.calling(first, second).failure()?.message.contains("calls itself") == true)
    }

    @Test func gradientsThatCallThemselvesAreRefused() throws {
        let square = Program.square()
        // The gradient of square asks for the gradient of square.
        let gradient = FunctionDef(
            "gradient", arguments: [("x", "float32"), ("dy", "float32")], results: [("dx", "float32", "node:output:0")],
            nodes: [
                NodeDef(
                    "node", "SymbolicGradient", ["x", "dy"],
                    [
                        "f": Program.function("square"), "Tin": Program.types([.float32, .float32]),
                        "Tout": Program.types([.float32]),
                    ])
            ])
        var program = Program(
            [Program.placeholder("x"), NodeDef("call", "square", ["x"])], functions: [square, gradient])
        var link = GradientDef()
        (link.functionName, link.gradientFunction) = ("square", "gradient")
        program.definition.library?.gradients = [link]
        let graph = try program.graph()
        let x = try graph.tensor("x")
        let dx = try #require(graph.gradients(of: try graph.tensor("call"), withRespectTo: [x])[0])
        let error = #expect(throws: GraphError.self) { try Session(graph).run(dx, feeding: [x: Float(1)]) }
        #expect(error?.message.contains("calls itself") == true)
    }

    @Test func functionsThatComeToTooManyOpsAreRefused() {
        let functions = (0..<30).map { depth in
            FunctionDef(
                "f\(depth)", arguments: [("x", "float32")], results: [("y", "float32", "b:y:0")],
                nodes: ["a", "b"].map {
                    NodeDef($0, depth == 29 ? "Neg" : "f\(depth + 1)", [$0 == "a" ? "x" : "a:y:0"], Program.real)
                })
        }
        let program = Program([Program.placeholder("x"), Program.call("f0", ["x"])], functions: functions)
        #expect(program.failure()?.message.contains("too many ops") == true)
    }

    @Test func whatIsUnknownMattersOnlyIfItIsNeeded() throws {
        var function = Program.square()
        function.nodes.append(NodeDef("stranger", "NobodyKnows", ["x"]))
        #expect(try Program.calling(function).value() == 4)
        let needed = Program.calling(Program.square(type: "NobodyKnows")).failure()
        #expect(needed?.kind == .unknownOperation)
        #expect(needed?.message.contains("NobodyKnows 'node'") == true)
    }

    @Test func cyclesAreRefused() {
        let function = FunctionDef(
            "f", arguments: [("x", "float32")], results: [("y", "float32", "a:z:0")],
            nodes: [
                NodeDef("a", "Mul", ["x", "b:z:0"], Program.real), NodeDef("b", "Mul", ["x", "a:z:0"], Program.real),
            ])
        #expect(Program.calling(function).failure()?.message.contains("lies on a cycle that is no loop") == true)
    }

    @Test func attributesOfTheCallMustBeStated() {
        var function = Program.square()
        function.nodes[0].attributes["T"] = .ofCall("T")
        let program = Program.calling(
            FunctionDef(
                "f", arguments: [("x", "float32")], results: [("y", "float32", "node:y:0")],
                nodes: [NodeDef("node", "Cast", ["x"], ["SrcT": .type(.float32), "DstT": .ofCall("To")])]))
        #expect(program.failure()?.message.contains("does not state the attribute 'To'") == true)
    }

    @Test(arguments: ["Switch", "Merge"]) func conditionalsThatLackInputsAreRefused(_ type: String) {
        // Beside a call, whose replacement changes what is planned.
        let lacking = NodeDef("lacking", type, type == "Switch" ? ["call"] : [], Program.real)
        let nodes = [Program.placeholder("x"), Program.call("square", ["x"]), lacking]
        let error = Program(nodes, functions: [Program.square()]).failure("lacking:0")
        #expect(error?.operationName == "lacking")
    }

    @Test func namesAreUnique() {
        var function = Program.square()
        function.nodes.append(function.nodes[0])
        #expect(Program.calling(function).failure()?.message.contains("two things in it are called 'node'") == true)
    }
}

extension AttrValue {
    /// An int.
    fileprivate static func int(_ value: Int64) -> AttrValue { AttrValue(.int(value)) }
}
