import Adjoint
import AdjointCore
import Testing

/// What optimizers and averages keep beside a variable behind a handle, by TensorFlow's names and types.
@Suite struct HandledSlotTests {
    /// A variable behind a handle, as an import finds it, and rows gathered from it.
    private struct Model {
        let graph = Graph()
        let variable: Variable
        let rows: Tensor

        init() throws {
            let initial = graph.constant([Float(1), 2, 3, 4, 5, 6], shape: [3, 2], name: "w/initial")
            let handle = graph.addTensor(VarHandleOp(.float32, shape: [3, 2], sharedName: "w"), inputs: [], name: "w")
            let assign = graph.add(AssignVariableOp(), inputs: [handle, initial], name: "w/Assign")
            let value = graph.addTensor(ReadVariableOp(.float32), inputs: [handle], name: "w/Read/ReadVariableOp")
            variable = Variable(
                reference: handle, value: value, initializer: try #require(assign), initialValue: initial,
                isTrainable: true)
            graph.add(.object(variable), to: .globalVariables)
            graph.add(.object(variable), to: .trainableVariables)
            var gather = ResourceGather()
            gather.dtype = .float32
            rows = graph.addTensor(gather, inputs: [handle, graph.constant([Int32(0), 2, 0])])
        }

        /// The ops added by a closure: their names, types, data and control inputs.
        func added(_ body: () -> Void) -> [String] {
            let count = graph.count
            body()
            return graph.operations.dropFirst(count).map { operation in
                let inputs = operation.inputs.map { input in
                    input.operation.name + (input.outputIndex == 0 ? "" : ":\(input.outputIndex)")
                }
                let waits = operation.controlInputs.map { "^" + $0.name }.sorted()
                return ([operation.name, operation.type] + inputs + waits).joined(separator: " ")
            }
        }
    }

    @Test func adamReadsItsPowersWhereItUsesThem() throws {
        let model = try Model()
        let gradient = model.graph.constant([Float](repeating: 1, count: 6), shape: [3, 2], name: "gradient")
        let lines = model.added { Adam(learningRate: 0.1).applyGradients([(gradient, model.variable)]) }
        try model.graph.validate()
        #expect(
            lines.prefix(5) == [
                "beta1_power/Initializer/initial_value Const", "beta1_power VarHandleOp",
                "beta1_power/IsInitialized/VarIsInitializedOp VarIsInitializedOp beta1_power",
                "beta1_power/Assign AssignVariableOp beta1_power beta1_power/Initializer/initial_value",
                "beta1_power/Read/ReadVariableOp ReadVariableOp beta1_power",
            ])
        let update = "Adam/update_w/ResourceApplyAdam"
        #expect(
            lines.suffix(12) == [
                "\(update)/ReadVariableOp ReadVariableOp beta1_power",
                "\(update)/ReadVariableOp_1 ReadVariableOp beta2_power",
                "\(update) ResourceApplyAdam w w/Adam w/Adam_1 \(update)/ReadVariableOp \(update)/ReadVariableOp_1 "
                    + "Adam/learning_rate Adam/beta1 Adam/beta2 Adam/epsilon gradient",
                "Adam/ReadVariableOp ReadVariableOp beta1_power ^\(update)",
                "Adam/mul Mul Adam/ReadVariableOp Adam/beta1",
                "Adam/AssignVariableOp AssignVariableOp beta1_power Adam/mul",
                "Adam/ReadVariableOp_1 ReadVariableOp beta1_power ^Adam/AssignVariableOp ^\(update)",
                "Adam/ReadVariableOp_2 ReadVariableOp beta2_power ^\(update)",
                "Adam/mul_1 Mul Adam/ReadVariableOp_2 Adam/beta2",
                "Adam/AssignVariableOp_1 AssignVariableOp beta2_power Adam/mul_1",
                "Adam/ReadVariableOp_3 ReadVariableOp beta2_power ^Adam/AssignVariableOp_1 ^\(update)",
                "Adam NoOp ^Adam/AssignVariableOp ^Adam/AssignVariableOp_1 ^\(update)",
            ])
    }

    @Test("gradients of gathered rows stay rows, and update these alone")
    func rowsStayRows() throws {
        let model = try Model()
        let gradients = Momentum(learningRate: 0.1).computeGradients(model.rows.sum())
        guard case .slices? = gradients.first?.gradient else {
            Issue.record("the gradient is a tensor")
            return
        }
        let lines = model.added { Momentum(learningRate: 0.1).applyGradients(gradients) }
        #expect(lines.contains { $0.hasPrefix("Momentum/update_w/ResourceSparseApplyMomentum ") })
        let descent = model.added { GradientDescent(learningRate: 0.1).applyGradients(gradients) }
        #expect(descent.map { $0.split(separator: " ")[1] } == ["Const", "Neg", "Mul", "ResourceScatterAdd", "NoOp"])
    }

    @Test(
        "rows are updated as those of a reference are",
        arguments: [
            GradientDescent(learningRate: 0.1), Momentum(learningRate: 0.1), Adam(learningRate: 0.1),
            Adagrad(learningRate: 0.1), RMSProp(learningRate: 0.1), Ftrl(learningRate: 0.1),
            Adadelta(learningRate: 0.1),
            ProximalAdagrad(learningRate: 0.1),
        ] as [any Optimizer])
    func rowsAreUpdated(_ optimizer: any Optimizer) throws {
        let model = try Model()
        let step = optimizer.minimize(model.rows.squared().sum())
        let other = Graph()
        let w = other.variable([Float(1), 2, 3, 4, 5, 6], shape: [3, 2], name: "w")
        let otherStep = optimizer.minimize(
            w.reference.gathered(at: other.constant([Int32(0), 2, 0])).squared().sum())
        try model.graph.validate()
        let (ours, theirs) = (try Session(model.graph), try Session(other))
        try ours.initializeVariables()
        try theirs.initializeVariables()
        #expect(model.graph.globalVariables.map(\.name) == other.globalVariables.map(\.name))
        for _ in 0..<3 {
            try ours.run(step)
            try theirs.run(otherStep)
        }
        for (variable, expected) in zip(model.graph.globalVariables, other.globalVariables) {
            #expect(try ours.value(of: variable) == theirs.value(of: expected), "\(variable)")
        }
    }

    @Test func averagesAreBehindHandlesToo() throws {
        let model = try Model()
        let averages = ExponentialMovingAverage(decay: 0.75)
        let graph = model.graph
        let step = GradientDescent(learningRate: 1).minimize(model.variable.value.sum())
        var update: AdjointCore.Operation?
        let lines = graph.withControlDependencies(on: [step]) {
            model.added { update = averages.apply(to: [model.variable]) }
        }
        try graph.validate()
        let average = try #require(averages.average(of: model.variable))
        #expect(average.isBehindHandle && average.dtype == .float32 && average.shape == [3, 2])
        let (name, scope) = ("w/ExponentialMovingAverage", "ExponentialMovingAverage/AssignMovingAvg")
        let wait = " ^GradientDescent"
        #expect(
            lines.suffix(7) == [
                "\(scope)/ReadVariableOp ReadVariableOp \(name)\(wait)",
                "\(scope)/sub_1/ReadVariableOp ReadVariableOp w\(wait)",
                "\(scope)/sub_1 Sub \(scope)/ReadVariableOp \(scope)/sub_1/ReadVariableOp",
                "\(scope)/mul Mul \(scope)/sub_1 \(scope)/sub",
                "\(scope)/AssignSubVariableOp AssignSubVariableOp \(name) \(scope)/mul",
                "\(scope)/ReadVariableOp_1 ReadVariableOp \(name) ^\(scope)/AssignSubVariableOp\(wait)",
                "ExponentialMovingAverage NoOp ^\(scope)/AssignSubVariableOp\(wait)",
            ])
        let session = try Session(graph)
        try session.initializeVariables()
        try session.run(try #require(update))
        #expect(try session.value(of: model.variable).doubles == [0, 1, 2, 3, 4, 5])
        #expect(try session.value(of: average).doubles == [0.75, 1.75, 2.75, 3.75, 4.75, 5.75])
    }

    @Test("what a write gives is read after it, and arithmetic reads the value of that moment")
    func writesAreReadAfterwards() throws {
        let model = try Model()
        let written = model.variable.assignAdd(model.variable * 2)
        let next = model.graph.withControlDependencies(on: [written.operation]) { model.variable + Float(1) }
        #expect(written.operation.type == "ReadVariableOp")
        let session = try Session(model.graph)
        try session.initializeVariables()
        #expect(try session.run([written, next]).map(\.doubles) == [[3, 6, 9, 12, 15, 18], [4, 7, 10, 13, 16, 19]])
        #expect(try session.run(model.variable.isInitialized()).scalar(as: Bool.self))
        let zeros = model.graph.constant([Float(0), 0])
        let scattered = model.variable.scatterUpdate(at: model.graph.constant(Int32(0)), with: zeros)
        #expect(try session.run(scattered).doubles == [0, 0, 9, 12, 15, 18])
    }
}
