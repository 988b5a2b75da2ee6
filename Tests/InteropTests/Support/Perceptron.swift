import Adjoint

/// The multilayer perceptron of Tests/InteropTests/python/programs.py, built here.
struct Perceptron {
    let graph: Graph
    let x: Tensor
    let y: Tensor
    let loss: Tensor
    let trainingStep: Operation

    /// - Parameters:
    ///   - kernels: Initial weights for each layer; by default the layers' own.
    ///   - seed: The graph's seed, which the layers' own initial weights follow.
    init(hidden: [Int] = [300, 100], learningRate: Float = 0.01, kernels: [NDArray]? = nil, seed: Int? = nil) {
        graph = Graph(seed: seed)
        x = graph.placeholder(.float32, shape: [nil, 784], name: "X")
        y = graph.placeholder(.int32, shape: [nil], name: "y")
        let x = x
        let logits = graph.nameScope("dnn") {
            var layer = x
            for (index, size) in hidden.enumerated() {
                layer = layer.dense(
                    size, activation: .relu, kernelInitializer: kernels.map { .constant($0[index]) },
                    name: "hidden\(index + 1)")
            }
            return layer.dense(10, kernelInitializer: kernels.map { .constant($0[hidden.count]) }, name: "outputs")
        }
        let (y, graph) = (y, graph)
        loss = graph.nameScope("loss") {
            sparseSoftmaxCrossEntropy(labels: y, logits: logits).mean(name: "loss")
        }
        let loss = loss
        trainingStep = graph.nameScope("train") { GradientDescent(learningRate: learningRate).minimize(loss) }
        _ = graph.nameScope("eval") { logits.inTopK(of: y, k: 1).cast(to: .float32).mean() }
        _ = graph.variablesInitializer()
    }
}

/// Data and weights by formula, as Tests/InteropTests/python/formula.py states them.
enum Formula {
    /// Number k of the stream, in 0..<1.
    static func uniform(_ k: Int) -> Double {
        var h = UInt32(truncatingIfNeeded: k) &* 0x9e37_79b9 &+ 1
        h = (h ^ (h >> 16)) &* 0x85eb_ca6b
        h = (h ^ (h >> 13)) &* 0xc2b2_ae35
        return Double(h ^ (h >> 16)) / 4_294_967_296
    }

    /// Images and labels of a batch.
    static func batch(_ index: Int, size: Int, inputs: Int = 784) -> (x: NDArray, y: NDArray) {
        let count = size * inputs
        let x = (0..<count).map { Float(uniform(index * count + $0)) }
        let y = (0..<size).map { Int32(10 * uniform(1_000_000_003 + index * size + $0)) }
        return (NDArray(x, dimensions: [size, inputs]), NDArray(y))
    }

    /// One matrix for each layer of a perceptron with these layer sizes.
    static func weights(_ sizes: [Int]) -> [NDArray] {
        zip(sizes, sizes.dropFirst()).enumerated().map { layer, dimensions in
            let (rows, columns) = dimensions
            let spread = 2 * (6 / Double(rows + columns)).squareRoot()
            let values = (0..<(rows * columns)).map {
                Float((uniform(100_000_000 * (layer + 1) + $0) - 0.5) * spread)
            }
            return NDArray(values, dimensions: [rows, columns])
        }
    }
}
