import Adjoint
import AdjointCore

extension OperationCase {
    /// Calls of functions: loops, conditionals and plain calls. The functions are written for each element type,
    /// because TensorFlow's Python reads no others.
    package static let calls: [OperationCase] = [
        OperationCase(
            "While and its gradients", inputs: [.value(NDArray(Int32(0))), .value(first), .value(second)],
            buildAll: { loopAndGradients("While", $0) }),
        OperationCase(
            "StatelessWhile and its gradients", inputs: [.value(NDArray(Int32(1))), .value(first), .value(second)],
            buildAll: { loopAndGradients("StatelessWhile", $0) }),
        OperationCase(
            "StatelessWhile, not entered", inputs: [.value(NDArray(Int32(7))), .value(first), .value(second)],
            buildAll: { loopAndGradients("StatelessWhile", $0) }),
        OperationCase(
            "If, true", inputs: [.value(NDArray(true)), .random([2, 3]), .random([2, 3])],
            buildAll: { conditional("If", $0) }),
        OperationCase(
            "If, false", inputs: [.value(NDArray(false)), .random([2, 3]), .random([2, 3])],
            buildAll: { conditional("If", $0) }),
        OperationCase(
            "StatelessIf of a number", inputs: [.value(NDArray(Int32(0))), .random([2, 3]), .random([2, 3])],
            buildAll: { conditional("StatelessIf", $0) }),
        OperationCase(
            "Case", inputs: [.value(NDArray(Int32(1))), .random([2, 3]), .random([2, 3])],
            buildAll: { choice("Case", $0) }),
        OperationCase(
            "StatelessCase beyond the end", inputs: [.value(NDArray(Int32(-4))), .random([2, 3]), .random([2, 3])],
            buildAll: { choice("StatelessCase", $0) }),
        OperationCase("PartitionedCall", inputs: [.random([2, 3]), .random([2, 3])]) { call("PartitionedCall", $0) },
        OperationCase("StatefulPartitionedCall", inputs: [.random([2, 3]), .random([2, 3])]) {
            call("StatefulPartitionedCall", $0)
        },
        OperationCase(
            "SymbolicGradient", inputs: [.random([2, 3]), .random([2, 3]), .random([2, 3])],
            buildAll: { inputs in
                let dtype = inputs[1].dtype
                return built(
                    "SymbolicGradient", ["f": function("outer", dtype), "Tout": types([dtype, dtype])], inputs,
                    of: dtype)
            }),
        OperationCase("a function with a gradient of its own", inputs: [.random([2, 3]), .random([2, 3])]) { inputs in
            let dtype = inputs[0].dtype
            let results = built(
                "PartitionedCall", ["f": function("calls_sine", dtype), "Tout": types([dtype])], [inputs[0]], of: dtype)
            return addN([results[0], inputs[1]])
        },
        OperationCase(
            "ToBool", dtypes: [.float32, .int32, .int64, .bool], inputs: [.random([])],
            build: { $0[0].graph.addTensor(ToBool(), inputs: $0, site: CreationSite(#fileID, #line)) }),
        OperationCase("ToBool of nothing", inputs: [.random([0, 2])]) {
            $0[0].graph.addTensor(ToBool(), inputs: $0, site: CreationSite(#fileID, #line))
        },
        OperationCase("optionals", inputs: [.random([2, 3]), .random([2])], buildAll: optionals),
        OperationCase("FakeParam on the side not taken", inputs: [.random([2, 3])]) { inputs in
            let graph = inputs[0].graph
            var nothing = FakeParam()
            nothing.dtype = inputs[0].dtype
            nothing.shape = inputs[0].shape
            return cond(graph.constant(true)) {
                inputs[0].squared()
            } else: {
                graph.addTensor(nothing)
            }
        },
    ]

    private static func reference(_ name: String, _ dtype: DType) -> FunctionReference {
        FunctionReference(name: "\(name)_\(dtype.name)")
    }

    private static func function(_ name: String, _ dtype: DType) -> AttributeValue {
        .function(reference(name, dtype))
    }

    private static func types(_ types: [DType]) -> AttributeValue { .list(.types(types)) }

    private static func built(
        _ type: String, _ attributes: [String: AttributeValue], _ inputs: [Tensor], of dtype: DType
    ) -> [Tensor] {
        let graph = inputs[0].graph
        graph.addFunctions(of: dtype)
        return graph.addRaw(type, attributes: attributes, inputs: inputs)?.outputs ?? [.invalid(in: graph)]
    }

    private static let first = NDArray([0.5, -0.25, 1, 0.75, -1, 0.125] as [Float], dimensions: [2, 3])
    private static let second = NDArray([-0.5, 0.75, 0.25, 1, -0.125, 0.5] as [Float], dimensions: [2, 3])

    /// Gradients of gradients do not pass through a loop, so the laws do not differentiate it.
    private static func loopAndGradients(_ type: String, _ inputs: [Tensor]) -> [Tensor] {
        let (graph, dtype) = (inputs[0].graph, inputs[1].dtype)
        let results = built(
            type, ["cond": function("goes_on", dtype), "body": function("step", dtype)], inputs,
            of: dtype)
        guard results.allSatisfy(\.isValid), dtype == .float32, inputs[2].dtype == .float32 else { return results }
        let gradients = graph.gradients(of: [results[1]], withRespectTo: Array(inputs.dropFirst()))
        return results + gradients.compactMap(\.self)
    }

    private static func conditional(_ type: String, _ inputs: [Tensor]) -> [Tensor] {
        let dtype = inputs[1].dtype
        return built(
            type,
            [
                "then_branch": function("inner", dtype), "else_branch": function("outer", dtype),
                "Tout": types([dtype]),
            ], inputs, of: dtype)
    }

    private static func choice(_ type: String, _ inputs: [Tensor]) -> [Tensor] {
        let dtype = inputs[1].dtype
        let branches = ["outer", "inner", "product"].map { reference($0, dtype) }
        return built(type, ["branches": .list(.functions(branches)), "Tout": types([dtype])], inputs, of: dtype)
    }

    private static func call(_ type: String, _ inputs: [Tensor]) -> Tensor {
        let dtype = inputs[0].dtype
        return built(type, ["f": function("outer", dtype), "Tout": types([dtype])], inputs, of: dtype)[0]
    }

    private static func optionals(_ inputs: [Tensor]) -> [Tensor] {
        let graph = inputs[0].graph
        guard inputs.allSatisfy(\.isValid) else { return [.invalid(in: graph)] }
        let site = CreationSite(#fileID, #line)
        let some = graph.addTensor(OptionalFromValue(), inputs: [inputs[0].squared(), inputs[1]], site: site)
        let none = graph.addTensor(OptionalNone(), inputs: [])
        let read = OptionalGetValue(inputs.map(\.dtype), shapes: inputs.map(\.shape))
        let sum = graph.addTensors(
            read, inputs: [graph.addTensor(AddN(), inputs: [some, some])], count: 2, site: site)
        let zeros = graph.addTensors(
            read, inputs: [graph.addTensor(ZerosLike(), inputs: [some])], count: 2, site: site)
        let facts = [some, none].map { graph.addTensor(OptionalHasValue(), inputs: [$0]) }
        return graph.addTensors(read, inputs: [some], count: 2, site: site) + sum + zeros + facts
    }
}

extension Graph {
    /// Adds the library of functions that the cases call, once for each element type.
    fileprivate func addFunctions(of dtype: DType) {
        var definition = GraphDef()
        definition.versions = VersionDef(producer: 134, minConsumer: 12)
        definition.library = Self.functions(of: dtype)
        do {
            try importGraph(definition)
        } catch {
            preconditionFailure("the functions cannot be imported: \(error)")
        }
    }

    private static func functions(of dtype: DType) -> FunctionDefLibrary {
        let (t, suffix) = (["T": AttrValue.type(dtype)], "_" + dtype.name)
        let xy = [(name: "x", type: dtype.name), (name: "y", type: dtype.name)]
        func z(_ value: String) -> [(name: String, type: String, value: String)] {
            [(name: "z", type: dtype.name, value: value)]
        }
        var library = FunctionDefLibrary()
        library.functions = [
            FunctionDef(
                "goes_on" + suffix, arguments: [("i", "int32")] + xy, results: [("more", "bool", "Less:z:0")],
                nodes: [.constant("limit", 4), NodeDef("Less", "Less", ["i", "limit:output:0"], ["T": .type(.int32)])]),
            FunctionDef(
                "step" + suffix, arguments: [("i", "int32")] + xy,
                results: [("next", "int32", "Add:z:0"), ("a", dtype.name, "Tanh:y:0"), ("b", dtype.name, "y")],
                nodes: [
                    NodeDef("Tanh", "Tanh", ["Mul:z:0"], t), NodeDef("Mul", "Mul", ["x", "Sub:z:0"], t),
                    NodeDef("Sub", "Sub", ["y", "x"], t), .constant("one", 1),
                    NodeDef("Add", "AddV2", ["i", "one:output:0"], ["T": .type(.int32)]),
                ]),
            FunctionDef(
                "product" + suffix, arguments: xy, results: z("Mul:z:0"), nodes: [NodeDef("Mul", "Mul", ["x", "y"], t)]),
            FunctionDef(
                "inner" + suffix, arguments: xy, results: z("Sin:y:0"),
                nodes: [NodeDef("Sin", "Sin", ["Product:z:0"], t), NodeDef("Product", "product" + suffix, ["x", "y"])]),
            FunctionDef(
                "outer" + suffix, arguments: xy, results: z("Add:z:0"),
                nodes: [
                    NodeDef("Inner", "inner" + suffix, ["x", "x"]), NodeDef("Add", "AddV2", ["Inner:z:0", "y"], t),
                ]),
            FunctionDef(
                "sine" + suffix, arguments: [("x", dtype.name)], results: z("Sin:y:0"),
                nodes: [NodeDef("Sin", "Sin", ["x"], t)]),
            FunctionDef(
                "sine_gradient" + suffix, arguments: xy, results: z("Mul:z:0"),
                nodes: [NodeDef("Cos", "Cos", ["x"], t), NodeDef("Mul", "Mul", ["Cos:y:0", "y"], t)]),
            FunctionDef(
                "calls_sine" + suffix, arguments: [("x", dtype.name)], results: z("Sine:z:0"),
                nodes: [NodeDef("Sine", "sine" + suffix, ["x"])]),
        ]
        var gradient = GradientDef()
        gradient.functionName = "sine" + suffix
        gradient.gradientFunction = "sine_gradient" + suffix
        library.gradients = [gradient]
        return library
    }
}
