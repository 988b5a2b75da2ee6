import Adjoint
import FileTestSupport
import Testing

@Suite struct SaverTests {
    /// A graph of two weights and a step counter.
    private struct Model {
        let graph = Graph(seed: 3)
        let weight: Variable
        let bias: Variable
        let step: Variable

        init() {
            weight = graph.variable([Float(1), 2, 3, 4, 5, 6], shape: [2, 3], name: "dense/kernel")
            bias = graph.variable([Float(7), 8, 9], name: "dense/bias")
            step = graph.variable(Int64(0), isTrainable: false, name: "global_step")
        }

        func session() throws -> Session {
            let session = try Session(graph)
            try session.initializeVariables()
            return session
        }
    }

    @Test func whatIsSavedIsRestored() throws {
        let (model, files) = (Model(), SimulatedFileSystem())
        let saver = Saver(model.graph)
        let session = try model.session()
        try session.assign(NDArray(Int64(12)), to: model.step)
        let prefix = try saver.save(session, to: "dir/model.ckpt", globalStep: model.step.value, fileSystem: files)
        #expect(prefix == "dir/model.ckpt-12")
        #expect(
            files.paths == [
                "dir/checkpoint", "dir/model.ckpt-12.data-00000-of-00001", "dir/model.ckpt-12.index",
                "dir/model.ckpt-12.meta",
            ])
        #expect(try Saver.latestCheckpoint(in: "dir", fileSystem: files) == prefix)
        let fresh = try Session(model.graph)
        let plan = try saver.restore(fresh, from: prefix, fileSystem: files)
        #expect(plan.restored.map(\.variable) == ["dense/bias", "dense/kernel", "global_step"])
        #expect(plan.isComplete && plan.unused.isEmpty && plan.leftAlone.isEmpty)
        for variable in model.graph.globalVariables {
            #expect(try fresh.value(of: variable) == session.value(of: variable))
        }
    }

    @Test func theOpsAreTensorFlows() throws {
        let model = Model()
        _ = Saver(model.graph)
        let second = Saver([model.bias])
        let names = try model.graph.graphDef().nodes.map(\.name)
        for name in [
            "save/filename/input", "save/filename", "save/Const", "save/SaveV2/tensor_names",
            "save/SaveV2/shape_and_slices", "save/SaveV2", "save/control_dependency", "save/RestoreV2/tensor_names",
            "save/RestoreV2/shape_and_slices", "save/RestoreV2", "save/Assign", "save/Assign_1", "save/Assign_2",
            "save/restore_all", "save_1/SaveV2", "save_1/restore_all",
        ] {
            #expect(names.contains(name), "\(name)")
        }
        #expect(second.definition.restoreOpName == "save_1/restore_all")
        let restore = try #require(try model.graph.graphDef().nodes.first { $0.name == "save/RestoreV2" })
        #expect(restore.device == "/device:CPU:0")
        #expect(restore.inputs == ["save/Const", "save/RestoreV2/tensor_names", "save/RestoreV2/shape_and_slices"])
    }

    @Test func theOpsSaveAndRestoreToo() throws {
        let model = Model()
        let saver = Saver(model.graph)
        let session = try model.session()
        try withTemporaryDirectory { directory in
            let prefix = "\(directory)/deep/er/model.ckpt"
            let file = try model.graph.tensor(saver.definition.filenameTensorName)
            let saved = try session.run(model.graph.tensor(saver.definition.saveTensorName), feeding: [file: prefix])
            #expect(saved.strings.map(\.description) == [prefix])
            let before = try session.run(model.graph.globalVariables.map(\.value))
            for variable in model.graph.globalVariables {
                let value = try session.value(of: variable)
                try session.assign(NDArray(zeros: value.dtype, dimensions: value.dimensions), to: variable)
            }
            try session.run(model.graph.operation("save/restore_all"), feeding: [file: prefix])
            #expect(try session.run(model.graph.globalVariables.map(\.value)) == before)
            // And what the ops wrote is what the saver writes.
            #expect(try saver.plan(for: prefix).isComplete)
            let error = #expect(throws: GraphError.self) {
                try session.run(model.graph.operation("save/restore_all"), feeding: [file: prefix + "x"])
            }
            #expect("\(error!)".contains("RestoreV2 'save/RestoreV2'"))
        }
    }

    @Test func aPlanTellsWhatARestoreDoes() throws {
        let (model, files) = (Model(), SimulatedFileSystem())
        try Saver(model.graph).save(model.session(), to: "m", fileSystem: files)
        let other = Graph()
        let kernel = other.variable([Float](repeating: 0, count: 6), shape: [2, 3], name: "mlp/dense/kernel")
        let bias = other.variable([Float](repeating: 0, count: 4), name: "dense/bias")
        _ = other.variable(Float(0), name: "untouched")
        let saver = Saver([kernel, bias])
        let plan = try saver.plan(for: "m", fileSystem: files)
        #expect(plan.restored.isEmpty)
        #expect(plan.missing.map(\.nearest) == [["dense/kernel"]])
        #expect(plan.mismatched.map(\.expected) == ["float32 [4]"])
        #expect(plan.mismatched.map(\.found) == ["float32 [3]"])
        #expect(plan.leftAlone == ["untouched"])
        #expect(plan.unused.map(\.name) == ["dense/kernel", "global_step"])
        #expect(plan.description.contains("mlp/dense/kernel  did you mean 'dense/kernel'?"))
        let session = try Session(other)
        let error = #expect(throws: RestoreError.self) { try saver.restore(session, from: "m", fileSystem: files) }
        #expect(error?.plan == plan)
        #expect(!session.isInitialized(kernel))
        let done = try saver.restore(session, from: "m", allowing: [.missing, .mismatched], fileSystem: files)
        #expect(done == plan)
        // With the right name all is well.
        let renamed = Saver([kernel]) { $0.replacing(/^mlp\//, with: "") }
        #expect(try renamed.restore(session, from: "m", fileSystem: files).restored.map(\.source) == ["dense/kernel"])
        #expect(try session.value(of: kernel).scalars(as: Float.self) == [1, 2, 3, 4, 5, 6])
    }

    @Test func namesAreReplacedWithGroups() throws {
        let replacement = try NameReplacement("student/hidden(\\d)", with: "teacher$$/layer$1")
        #expect(replacement.replaced("student/hidden3/kernel") == "teacher$/layer3/kernel")
        #expect(replacement.replaced("outputs/kernel") == "outputs/kernel")
        #expect(throws: (any Error).self) { try NameReplacement("(", with: "") }
    }

    @Test func aScopeThatCatchesItsNeighborIsTold() throws {
        let (graph, files) = (Graph(), SimulatedFileSystem())
        for name in ["D/w", "D_pre/w", "D_pre/b", "G/w"] { _ = graph.variable(Float(1), name: name) }
        let session = try Session(graph)
        try session.initializeVariables()
        try Saver(graph).save(session, to: "m", fileSystem: files)
        let broad = Saver(graph, in: "D")
        #expect(broad.names == ["D/w", "D_pre/b", "D_pre/w"])
        let plan = try broad.plan(for: "m", fileSystem: files)
        #expect(plan.warnings.count == 1)
        #expect(plan.description.contains("warning: the scope 'D' also catches 'D_pre/w' and 1 more"))
        #expect(plan.leftAlone == ["G/w"])
        let exact = Saver(graph, in: /D\//)
        #expect(exact.names == ["D/w"])
        #expect(try exact.plan(for: "m", fileSystem: files).warnings.isEmpty)
        #expect(try Saver(graph, in: "D_").plan(for: "m", fileSystem: files).warnings.isEmpty)
    }

    @Test func mistakesAreToldWhenTheSaverIsUsed() throws {
        let (model, files) = (Model(), SimulatedFileSystem())
        let session = try model.session()
        #expect(throws: GraphError.self) { try Saver([Variable]()).save(session, to: "m", fileSystem: files) }
        #expect(throws: GraphError.self) {
            try Saver(model.graph, in: "nothing").save(session, to: "m", fileSystem: files)
        }
        #expect(throws: GraphError.self) { try Saver(model.graph, in: "(").save(session, to: "m", fileSystem: files) }
        let clash = Saver([model.weight, model.bias]) { _ in "same" }
        #expect(throws: GraphError.self) { try clash.save(session, to: "m", fileSystem: files) }
        let saver = Saver(model.graph)
        #expect(throws: GraphError.self) { try saver.save(Session(model.graph), to: "m", fileSystem: files) }
        #expect(throws: GraphError.self) { try saver.save(Model().session(), to: "m", fileSystem: files) }
        #expect(throws: FileError.self) { try saver.restore(session, from: "m", fileSystem: files) }
        #expect(throws: GraphError.self) { try session.assign(NDArray([Float(1)]), to: model.weight) }
        #expect(files.paths.isEmpty)
    }

    @Test func randomStreamsGoOnWhereTheyStood() throws {
        // One stream with a seed, one that differs from session to session, one not yet used when the state is saved.
        let (graph, files) = (Graph(), SimulatedFileSystem())
        let seeded = graph.randomUniform(shape: [3], seed: 5)
        let unseeded = graph.randomNormal(shape: [3])
        let later = graph.randomUniform(shape: [2])
        _ = graph.variable(Float(0), name: "v")
        let saver = Saver(graph)
        let first = try Session(graph)
        try first.initializeVariables()
        _ = try first.run([seeded, unseeded])
        _ = try first.run(seeded)
        try saver.save(first, to: "m", fileSystem: files)
        let expected = try [first.run([seeded, unseeded]), first.run([later, seeded])]

        let second = try Session(graph)
        _ = try second.run([seeded, unseeded, later])
        let plan = try saver.restore(second, from: "m", fileSystem: files)
        #expect(plan.randomStreamCount == 2)
        #expect(plan.unused.isEmpty)
        #expect(try [second.run([seeded, unseeded]), second.run([later, seeded])] == expected)

        var without = saver
        without.includesRandomState = false
        let third = try Session(graph)
        #expect(try without.restore(third, from: "m", fileSystem: files).randomStreamCount == nil)
        #expect(try third.run([seeded, unseeded]) != expected[0])
    }

    @Test func optimizerSlotsAreRestoredOrBeginAnew() throws {
        let (graph, files) = (Graph(), SimulatedFileSystem())
        let weight = graph.variable([Float(3), 4], name: "w")
        let loss = (weight * weight).sum()
        let plain = Saver(graph)
        let train = Adam(learningRate: 0.1).minimize(loss)
        let full = Saver(graph)
        let slots = ["beta1_power", "beta2_power", "w/Adam", "w/Adam_1"]
        let session = try Session(graph)
        try session.initializeVariables()
        let initial = try session.run(graph.globalVariables.map(\.value))
        for _ in 0..<3 { try session.run(train) }
        let trained = try session.run(graph.globalVariables.map(\.value))
        try plain.save(session, to: "plain", fileSystem: files)
        try full.save(session, to: "full", fileSystem: files)

        let missing = try full.plan(for: "plain", fileSystem: files).missing.map(\.variable)
        #expect(missing == slots)
        #expect(throws: RestoreError.self) { try full.restore(session, from: "plain", fileSystem: files) }
        try session.run(train)
        #expect(try full.restore(session, from: "full", fileSystem: files).reset.isEmpty)
        #expect(try session.run(graph.globalVariables.map(\.value)) == trained)
        for (file, policy) in [("plain", Saver.OptimizerSlots.restored), ("full", .reset)] {
            try session.run(train)
            let plan = try full.restore(session, from: file, slots: policy, fileSystem: files)
            #expect(plan.reset == slots)
            #expect(plan.restored.map(\.variable) == ["w"])
            #expect(try session.value(of: weight) == trained[0])
            #expect(
                try Array(session.run(graph.globalVariables.map(\.value)).dropFirst()) == Array(initial.dropFirst()))
        }
    }

    @Test func aModelImportedTwiceRestoresTwice() throws {
        let (model, files) = (Model(), SimulatedFileSystem())
        let session = try model.session()
        try Saver(model.graph).save(session, to: "a", fileSystem: files)
        try session.assign(NDArray([Float(0), 1, 2]), to: model.bias)
        try Saver(model.graph).save(session, to: "b", fileSystem: files)
        let graph = Graph()
        let left = try #require(try graph.importMetaGraph(contentsOf: "a.meta", under: "left", fileSystem: files))
        let right = try #require(try graph.importMetaGraph(contentsOf: "b.meta", under: "right", fileSystem: files))
        #expect(left.names == ["dense/bias", "dense/kernel", "global_step"])
        #expect(right.definition.restoreOpName == "right/save_1/restore_all")
        let both = try Session(graph)
        try left.restore(both, from: "a", fileSystem: files)
        try right.restore(both, from: "b", fileSystem: files)
        #expect(try both.run(graph.tensor("left/dense/bias/read:0")).scalars(as: Float.self) == [7, 8, 9])
        #expect(try both.run(graph.tensor("right/dense/bias/read:0")).scalars(as: Float.self) == [0, 1, 2])
        let alone = try Graph.importing("a.meta", fileSystem: files)
        #expect(alone.saver?.names == left.names)
        #expect(try alone.saver?.plan(for: "b", fileSystem: files).isComplete == true)
    }

    @Test func variablesBehindHandlesAreSavedAndRestored() throws {
        let (graph, files) = (Graph(seed: 4), SimulatedFileSystem())
        let initial = graph.constant((0..<6).map { Float($0) }, shape: [2, 3])
        let handle = graph.addTensor(VarHandleOp(.float32, shape: [2, 3], sharedName: "v"), name: "v")
        let assign = try #require(graph.add(AssignVariableOp(), inputs: [handle, initial], name: "v/Assign"))
        let read = graph.addTensor(ReadVariableOp(.float32), inputs: [handle], name: "v/Read/ReadVariableOp")
        let variable = Variable(
            reference: handle, value: read, initializer: assign, initialValue: initial, isTrainable: true)
        graph.add(.object(variable), to: .globalVariables)
        let saver = Saver(graph)
        let session = try Session(graph)
        try session.initializeVariables()
        try saver.save(session, to: "m", fileSystem: files)
        let value = try session.value(of: variable)
        try session.assign(NDArray(zeros: .float32, dimensions: [2, 3]), to: variable)
        #expect(try saver.restore(session, from: "m", fileSystem: files).isComplete)
        #expect(try session.value(of: variable) == value)
        let model = try Graph.importing("m.meta", fileSystem: files)
        let other = try Session(model.graph)
        let plan = try #require(model.saver).restore(other, from: "m", fileSystem: files)
        #expect(plan.restored.map(\.variable) == ["v"])
        #expect(try other.run(model.graph.tensor(read.name)) == value)
    }
}
