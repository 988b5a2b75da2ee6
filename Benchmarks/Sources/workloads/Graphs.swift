import Adjoint

/// Workloads that are no network: what a step costs besides its arithmetic, and how fast a graph is built.
enum Graphs {
    /// 1,000 scalar ops in a row: the cost of an op.
    static func scalarChain(_ options: SessionOptions) throws -> Measurable {
        let graph = Graph()
        let x = graph.placeholder(.float32, shape: [])
        var value = x
        for index in 0..<1000 { value = index % 2 == 1 ? value.sin() : value * x }
        let session = try Session(graph, options: options)
        let chain = try session.prepare(value, feeding: x)
        return Measurable { number in try chain(0.5 + Double(number) * 1e-6) }
    }

    /// The product of two square matrices that are variables.
    static func matrixProduct(_ options: SessionOptions) throws -> Measurable {
        let graph = Graph()
        let count = 1024 * 1024
        let (a, b) = (
            graph.variable((0..<count).map { Float(Formula.uniform($0)) }, shape: [1024, 1024]),
            graph.variable((0..<count).map { Float(Formula.uniform(count + $0)) }, shape: [1024, 1024])
        )
        let product = a.value.multiplied(byMatrix: b.value).operation
        let session = try Session(graph, options: options)
        try session.initializeVariables()
        let step = try session.prepare(product)
        return Measurable { _ in try step() }
    }

    /// Building 1,000 layers and their gradients.
    static func building(_ options: SessionOptions) -> Measurable {
        Measurable { _ in
            let graph = Graph()
            var layer = graph.placeholder(.float32, shape: [nil, 16])
            for index in 0..<1000 {
                let weights = graph.getVariable("w\(index)", shape: [16, 16])
                layer = layer.multiplied(byMatrix: weights.value).relu()
            }
            _ = GradientDescent(learningRate: 0.1).minimize(layer.mean())
            try graph.validate()
        }
    }
}
