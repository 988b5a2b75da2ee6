import Adjoint
import Testing

/// Gradients of gathered rows, from the gather to the optimizer.
@Suite struct SparseGradientTests {
    private func table(_ graph: Graph) -> Variable {
        graph.getVariable("w", shape: [7, 3], initializer: .ones)
    }

    @Test func gradientsOfGathersStaySlices() throws {
        let graph = Graph()
        let w = table(graph)
        let loss = w.embeddings(at: graph.constant([4, 1, 4] as [Int32])).squared().sum()
        let gradient = try #require(graph.sparseGradients(of: [loss], withRespectTo: [w.reference])[0])
        guard case .slices(let slices) = gradient else {
            Issue.record("\(gradient) is not sparse")
            return
        }
        #expect(slices.values.shape == [3, 3] && slices.indices.shape == [3])
        let dense = try #require(graph.gradients(of: loss, withRespectTo: [w.reference])[0])
        let session = try Session(graph)
        try session.initializeVariables()
        let expected: [Float] = [0, 2, 0, 0, 4, 0, 0].flatMap { [$0, $0, $0] }
        #expect(try session.run(dense).scalars(as: Float.self) == expected)
        #expect(try session.run(gradient.tensor()).scalars(as: Float.self) == expected)
    }

    @Test func slicesOfSeveralGathersAreJoinedAndASumWithATensorIsATensor() throws {
        let graph = Graph()
        let w = table(graph)
        let first = w.embeddings(at: graph.constant([0, 1] as [Int32])).sum()
        let second = w.embeddings(at: graph.constant([[1], [2]].flatMap { $0 } as [Int64])).sum() * 10
        let sparse = graph.sparseGradients(of: [first + second], withRespectTo: [w.reference])[0]
        guard case .slices(let slices)? = sparse else {
            Issue.record("\(String(describing: sparse)) is not sparse")
            return
        }
        #expect(slices.indices.dtype == .int64)
        let mixed = graph.sparseGradients(of: [first + w.value.sum()], withRespectTo: [w.reference])[0]
        guard case .dense(let tensor)? = mixed else {
            Issue.record("\(String(describing: mixed)) is not dense")
            return
        }
        let session = try Session(graph)
        try session.initializeVariables()
        #expect(try session.run(slices.indices).scalars(as: Int64.self) == [0, 1, 1, 2])
        #expect(
            try session.run(Gradient.slices(slices).summingRepeatedRows().values).scalars(as: Float.self)
                == [1, 11, 10].flatMap { [$0, $0, $0] })
        #expect(
            try session.run(tensor).scalars(as: Float.self) == [2, 2, 1, 1, 1, 1, 1].flatMap { [$0, $0, $0] })
    }

    /// Beside the rows looked up, no bit of variable or slot changes; but Adam moves all of its averages, as in TensorFlow.
    @Test(
        arguments: [
            GradientDescent(learningRate: 0.1), Momentum(learningRate: 0.1), Adagrad(learningRate: 0.1),
            Adadelta(learningRate: 1), RMSProp(learningRate: 0.1), RMSProp(learningRate: 0.1, isCentered: true),
            Ftrl(learningRate: 0.1),
        ] as [any Optimizer])
    func onlyTheGatheredRowsAreTouched(_ optimizer: any Optimizer) throws {
        let graph = Graph()
        let w = graph.getVariable("w", shape: [7, 3], initializer: .randomNormal(seed: 1))
        let indices = graph.placeholder(.int32, shape: [nil], name: "indices")
        let train = optimizer.minimize(w.embeddings(at: indices).squared().sum())
        let session = try Session(graph)
        try session.initializeVariables()
        let variables = graph.globalVariables.filter { $0.shape == [7, 3] }
        #expect(variables.count == 1 + optimizer.slots.count)
        for _ in 0..<3 { try session.run(train, feeding: [indices: NDArray([4, 1, 4] as [Int32])]) }
        let before = try variables.map { try session.value(of: $0).scalars(as: Float.self) }
        try session.run(train, feeding: [indices: NDArray([2, 6, 2] as [Int32])])
        for (variable, old) in zip(variables, before) {
            let new = try session.value(of: variable).scalars(as: Float.self)
            let changed = Set((0..<7).filter { old[(3 * $0)..<(3 * $0 + 3)] != new[(3 * $0)..<(3 * $0 + 3)] })
            #expect(changed.isSubset(of: [2, 6]), "\(variable)")
            if variable == w { #expect(changed == [2, 6]) }
        }
    }

    /// The expected nodes were read off TensorFlow 2.21's `tf.compat.v1`.
    @Test func adamBuildsTensorFlowsSubgraph() throws {
        let graph = Graph()
        let w = table(graph)
        let loss = w.embeddings(at: graph.placeholder(.int32, shape: [nil])).sum()
        _ = Adam().minimize(loss)
        try graph.validate()
        let nodes = graph.operations.filter { $0.name.hasPrefix("Adam/update_w/") && $0.type != "Const" }
        #expect(
            nodes.map { String($0.name.dropFirst("Adam/update_w/".count)) } == [
                "Unique", "Shape", "strided_slice", "UnsortedSegmentSum", "sub", "Sqrt", "mul", "sub_1", "truediv",
                "sub_2", "mul_1", "mul_2", "Assign", "ScatterAdd", "mul_3", "sub_3", "mul_4", "mul_5", "Assign_1",
                "ScatterAdd_1", "Sqrt_1", "mul_6", "add", "truediv_1", "AssignSub", "group_deps",
            ])
        #expect(
            try graph.operation("Adam/update_w/ScatterAdd").controlInputs.map(\.name) == ["Adam/update_w/Assign"])
    }

    @Test func clippingBoundsSlicesToo() throws {
        let graph = Graph()
        let w = table(graph)
        let v = graph.getVariable("v", shape: [2], initializer: .ones)
        let loss = w.embeddings(at: graph.constant([0, 0] as [Int32])).sum() * 3 + v.value.sum() * 4
        let gradients = GradientDescent(learningRate: 1).computeGradients(loss).map(\.gradient)
        let (results, norm) = clipped(gradients, byGlobalNorm: 1)
        let session = try Session(graph)
        try session.initializeVariables()
        // Six entries of 3 in two equal rows, and two of 4.
        let expected = Float(6 * 9 + 2 * 16).squareRoot()
        #expect(abs(try session.run(norm, as: Float.self) - expected) < 1e-5)
        let values = try session.run(results[0].values).scalars(as: Float.self)
        #expect(values.allSatisfy { abs($0 - 3 / expected) < 1e-6 } && values.count == 6)
        let limited = try session.run(gradients[0].clipped(from: -1, to: 2).values).scalars(as: Float.self)
        #expect(limited == [2, 2, 2, 2, 2, 2])
    }
}
