import Adjoint
import Testing

/// When a consumer sees which write, against TensorFlow.
@Suite(.enabled(if: TensorFlowOracle.isEnabled)) struct VariableSemanticsTests {
    /// What runs on both sides, one run after another in one session.
    private struct Program {
        let graph = Graph()
        var runs: [(fetches: [Tensor], targets: [Operation])] = []
    }

    private func compare(_ program: Program) throws {
        let initializer = program.graph.variablesInitializer()
        var runs = [TensorFlowOracle.Run(targets: [initializer.name])]
        for run in program.runs {
            runs.append(TensorFlowOracle.Run(targets: run.targets.map(\.name), fetches: run.fetches.map(\.name)))
        }
        let job = TensorFlowOracle.Job(graph: try program.graph.graphDef(), runs: runs)
        let theirs = try TensorFlowOracle.run([job])[0].get().dropFirst()
        let session = try Session(program.graph)
        try session.run(initializer)
        for (index, (run, expected)) in zip(program.runs, theirs).enumerated() {
            let values = try session.run(fetches: run.fetches, targets: run.targets)
            for (tensor, value) in zip(run.fetches, values) {
                #expect(value == expected[tensor.name], "\(tensor.name) in run \(index)")
            }
        }
    }

    @Test func aMovingAverageAfterTheTrainingStepSeesTheNewWeights() throws {
        var program = Program()
        let graph = program.graph
        let weight = graph.variable([Float(1), 2], name: "w")
        let average = graph.variable([Float(1), 2], isTrainable: false, name: "average")
        let train = weight.assignSub(graph.constant([Float(0.5), 0.25])).operation
        // Reads through the read op that was made before the step, as the old weights' consumers do.
        let update = graph.withControlDependencies(on: [train]) {
            average.assignSub((average.value - weight.value) * Float(0.1))
        }
        program.runs = [
            ([], [update.operation]), ([average.value, weight.value], []), ([], [update.operation]),
            ([average.value, weight.value], []),
        ]
        try compare(program)
    }

    @Test func anAssignmentsOutputIsData() throws {
        var program = Program()
        let graph = program.graph
        let weight = graph.variable([Float(1), 2], name: "w")
        let doubled = weight.assign(graph.constant([Float(3), 4])) * Float(2)
        let product = weight.assignAdd(graph.constant([Float(1), 1])) * weight.reference
        program.runs = [([doubled], []), ([weight.value], []), ([product], []), ([weight.value], [])]
        try compare(program)
    }

    @Test func anAdditionCounts() throws {
        var program = Program()
        let step = program.graph.variable(Int64(0), isTrainable: false, name: "global_step")
        let increment = step.assignAdd(1)
        let before = step.value + 0
        program.runs = [
            ([increment], []), ([], [increment.operation]), ([step.value], []), ([before], []), ([increment], []),
        ]
        try compare(program)
    }

    @Test func ofTwoUnorderedWritesBothTakePlace() throws {
        var program = Program()
        let graph = program.graph
        let weight = graph.variable([Float(1), 2], name: "w")
        // Either order gives the same sum; nothing may be lost.
        let first = weight.assignAdd(graph.constant([Float(10), 20]))
        let second = weight.assignAdd(graph.constant([Float(100), 200]))
        program.runs = [
            ([], [first.operation, second.operation]), ([weight.value], []),
            ([], [second.operation, first.operation]), ([weight.value], []),
        ]
        try compare(program)
    }

    @Test func aReadOrderedBeforeAWriteSeesTheOldValue() throws {
        var program = Program()
        let graph = program.graph
        let weight = graph.variable([Float(1), 2], name: "w")
        let old = weight.value + Float(0)
        let write = graph.withControlDependencies(on: [old.operation]) { weight.assign(graph.constant([Float(7), 8])) }
        let new = graph.withControlDependencies(on: [write.operation]) { weight.readValue() + Float(0) }
        program.runs = [([old, new], []), ([old], []), ([new, old], [])]
        try compare(program)
    }
}
