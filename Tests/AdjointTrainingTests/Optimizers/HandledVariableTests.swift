import Adjoint
import Testing

/// Variables behind handles, as newer graphs of TensorFlow 1 have them, trained by optimizers made here.
@Suite struct HandledVariableTests {
    /// A graph with a variable behind a handle, as an import finds it.
    private struct Model {
        let graph = Graph()
        let variable: Variable

        init(_ values: [Float]) throws {
            let initial = graph.constant(values, name: "w/initial")
            let handle = graph.addTensor(
                VarHandleOp(.float32, shape: [values.count], sharedName: "w"), inputs: [], name: "w",
                site: CreationSite(#fileID, #line))
            let assign = graph.add(AssignVariableOp(), inputs: [handle, initial], name: "w/Assign", site: nil)
            let value = graph.addTensor(ReadVariableOp(.float32), inputs: [handle], name: "w/Read", site: nil)
            variable = Variable(
                reference: handle, value: value, initializer: try #require(assign), initialValue: initial,
                isTrainable: true)
            graph.add(.object(variable), to: .globalVariables)
            graph.add(.object(variable), to: .trainableVariables)
        }
    }

    @Test(
        arguments: [
            GradientDescent(learningRate: 0.1), Momentum(learningRate: 0.1), Adam(learningRate: 0.1),
            RMSProp(learningRate: 0.1, isCentered: true), Ftrl(learningRate: 0.1),
        ] as [any Optimizer])
    func stepsAreThoseOfReferences(_ optimizer: any Optimizer) throws {
        let model = try Model([1, -2, 3])
        let step = optimizer.minimize(model.variable.value.squared().sum())
        try model.graph.validate()
        let reference = Graph()
        let w = reference.variable([1, -2, 3] as [Float], name: "w")
        let other = optimizer.minimize(w.value.squared().sum())
        let (ours, theirs) = (try Session(model.graph), try Session(reference))
        try ours.initializeVariables()
        try theirs.initializeVariables()
        #expect(model.graph.globalVariables.map(\.name) == reference.globalVariables.map(\.name))
        for _ in 0..<3 {
            try ours.run(step)
            try theirs.run(other)
        }
        for (variable, expected) in zip(model.graph.globalVariables, reference.globalVariables) {
            #expect(try ours.value(of: variable) == theirs.value(of: expected), "\(variable)")
        }
    }

    @Test func typesAndNamesAreTensorFlows() throws {
        let model = try Model([1])
        _ = Momentum(learningRate: 0.1).minimize(model.variable.value.squared().sum())
        #expect(try model.graph.operation("Momentum/update_w/ResourceApplyMomentum").type == "ResourceApplyMomentum")
        let names = model.graph.operations.map(\.name)
        for name in ["Initializer/zeros", "IsInitialized/VarIsInitializedOp", "Assign", "Read/ReadVariableOp"] {
            #expect(names.contains("w/Momentum/" + name), "\(name)")
        }
        #expect(try model.graph.operation("w/Momentum").type == "VarHandleOp")
    }

    @Test func gathersTrainTheirRows() throws {
        let model = try Model([1, 1, 1])
        let indices = model.graph.constant([2, 0, 2] as [Int32])
        var gather = ResourceGather()
        gather.dtype = .float32
        let rows = model.graph.addTensor(gather, inputs: [model.variable.reference, indices], name: nil, site: nil)
        let step = GradientDescent(learningRate: 0.25).minimize(rows.sum())
        let session = try Session(model.graph)
        try session.initializeVariables()
        try session.run(step)
        #expect(try session.value(of: model.variable).scalars(as: Float.self) == [0.75, 1, 0.5])
    }

    @Test func theyAreAssigned() throws {
        let model = try Model([1, 1])
        let session = try Session(model.graph)
        try session.assign(NDArray([Float(3), 4]), to: model.variable)
        #expect(try session.value(of: model.variable).doubles == [3, 4])
        #expect(try session.run(model.variable.value).doubles == [3, 4])
        #expect(throws: GraphError.self) { try session.assign(NDArray([Float(3)]), to: model.variable) }
        #expect(throws: GraphError.self) { try session.assign(NDArray([Int32(3), 4]), to: model.variable) }
    }

    /// A read of the variable where it is called.
    private func read(_ model: Model) -> Tensor {
        model.graph.addTensor(
            ReadVariableOp(.float32), inputs: [model.variable.reference], name: nil, site: CreationSite("", 0))
    }

    @Test("gradients through a conditional whose predicate is computed", arguments: [Float(1), -1])
    func conditionals(sign: Float) throws {
        let model = try Model([1, 2])
        let graph = model.graph
        let x = graph.placeholder(.float32, shape: [], name: "x")
        let one = cond(x .> 0) {
            read(model).squared().sum()
        } else: {
            graph.constant(Float(3))
        }
        let both = cond(x .> 0) {
            read(model).squared().sum()
        } else: {
            (read(model) * 5).sum()
        }
        let handle = [model.variable.reference]
        let gradients = [one, both, one + model.variable.value.sum()].map {
            graph.gradients(of: $0, withRespectTo: handle)[0]
        }
        try graph.validate()
        let session = try Session(graph)
        try session.initializeVariables()
        let values = try session.run(gradients.map { try #require($0) }, feeding: [x: NDArray(sign)])
        let expected: [[Double]] = sign > 0 ? [[2, 4], [2, 4], [3, 5]] : [[0, 0], [5, 5], [1, 1]]
        #expect(values.map(\.doubles) == expected)
        // TensorFlow's names and ops.
        let merge = try graph.operation("gradients/cond/ReadVariableOp/Switch_grad/cond_grad")
        #expect(merge.type == "Merge" && graph.operations.contains { $0.name == "gradients/zeros" })
    }

    @Test("gradients through a conditional in a loop")
    func loops() throws {
        let model = try Model([1, 2])
        let graph = model.graph
        let limit = graph.placeholder(.float32, shape: [], name: "limit")
        let state = whileLoop([graph.constant(Float(0)), graph.constant(Float(0))]) { variables in
            variables[0] .< 4
        } do: { variables in
            let term = cond(variables[0] .< limit) {
                read(model).squared().sum()
            } else: {
                graph.constant(Float(1))
            }
            return [variables[0] + 1, variables[1] + term]
        }
        let gradient = graph.gradients(of: state[1], withRespectTo: [model.variable.reference])[0]
        try graph.validate()
        let session = try Session(graph)
        try session.initializeVariables()
        let fetch = try #require(gradient)
        #expect(try session.run(fetch, feeding: [limit: NDArray(Float(3))]).doubles == [6, 12])
        #expect(try session.run(fetch, feeding: [limit: NDArray(Float(0))]).doubles == [0, 0])
    }
}
