import Adjoint
import FileTestSupport
import Testing

/// Weights that another framework has trained.
@Suite struct ForeignWeightsTests {
    private let graph = Graph(seed: 1)
    private let kernel = NDArray((0..<12).map { Float($0) }, dimensions: [4, 3])
    private let bias = NDArray([Float(1), 2, 3])

    private func output() -> Tensor {
        graph.placeholder(.float32, shape: [nil, 4], name: "X").dense(3, name: "hidden1")
    }

    @Test(arguments: ["w.npz", "w.safetensors"]) func arraysByTheVariablesNamesAreRestored(path: String) throws {
        _ = output()
        let files = SimulatedFileSystem()
        let arrays = [
            "hidden1/kernel:0": StoredArray(kernel), "hidden1/bias": StoredArray(bias), "other": StoredArray(bias),
        ]
        if path.hasSuffix("npz") {
            try NPZ.write(
                arrays.sorted { $0.key < $1.key }.map { (name: $0.key, array: $0.value) }, to: path, isCompressed: true,
                fileSystem: files)
        } else {
            try SafeTensors.write(arrays, to: path, fileSystem: files)
        }
        let session = try Session(graph)
        let plan = try Saver(graph).restore(session, from: path, fileSystem: files)
        #expect(plan.restored.map(\.variable) == ["hidden1/bias", "hidden1/kernel"])
        #expect(plan.unused.map(\.name) == ["other"])
        #expect(try session.run(graph.globalVariables.map(\.value)) == [kernel, bias])
        let renamed = Saver(graph.globalVariables) { $0.replacing("hidden1", with: "layers.0") }
        #expect(throws: RestoreError.self) { try renamed.restore(session, from: path, fileSystem: files) }
    }

    @Test func theInitializersInputCanBeFed() throws {
        _ = output()
        // As in TensorFlow: the value that the assignment takes is fed while the initializer runs.
        let assign = try graph.operation("hidden1/kernel/Assign")
        let biasAssign = try graph.operation("hidden1/bias/Assign")
        let session = try Session(graph)
        try session.run(
            graph.variablesInitializer(), feeding: [assign.inputs[1]: kernel, biasAssign.inputs[1]: bias])
        #expect(try session.run(graph.globalVariables.map(\.value)) == [kernel, bias])
        // The same tensor by its name, in a graph that came from a file.
        let copy = Graph()
        try copy.importMetaGraph(graph.metaGraph())
        let other = try Session(copy)
        let name = assign.inputs[1].name
        #expect(name == "hidden1/kernel/Initializer/random_uniform:0")
        try other.run(copy.operation("init"), feeding: [copy.tensor(name): kernel])
        #expect(try other.run(copy.tensor("hidden1/kernel/read:0")) == kernel)
        #expect(throws: GraphError.self) {
            try other.run(copy.operation("init"), feeding: [copy.tensor(name): bias])
        }
    }

    @Test func aPlaceholderAndAnAssignmentDoToo() throws {
        _ = output()
        let variable = graph.globalVariables[0]
        let value = graph.placeholder(.float32, shape: [4, 3], name: "value")
        let assign = variable.assign(value)
        let session = try Session(graph)
        try session.run(assign.operation, feeding: [value: kernel])
        #expect(try session.value(of: variable) == kernel)
        try session.assign(bias, to: graph.globalVariables[1])
        #expect(try session.value(of: graph.globalVariables[1]) == bias)
    }
}
