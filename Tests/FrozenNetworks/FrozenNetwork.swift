public import Adjoint

/// A network of two frozen layers and a head that is trained, on a few formula images.
public struct FrozenNetwork: Sendable {
    /// The graph.
    public let graph: Graph
    public let x: Tensor
    public let y: Tensor
    public let hidden1: Tensor
    public let hidden2: Tensor
    public let trainHead: Operation
    public let head: [Variable]

    public static let images = NDArray(
        (0..<(70 * 12)).map(pixel), dimensions: [70, 12])
    public static let labels = NDArray((0..<70).map { Int32(($0 * 31) % 4) })

    private static func pixel(_ index: Int) -> Float { Float(index * 7919 % 1009) / 1009 - 0.4 }

    /// The graph, ready for sessions.
    public init(frozenActivation: Activation = .elu, seed: Int = 11) {
        graph = Graph(seed: seed)
        x = graph.placeholder(.float32, shape: [nil, 12], name: "X")
        y = graph.placeholder(.int32, shape: [nil], name: "y")
        hidden1 = x.dense(9, activation: frozenActivation, kernelInitializer: .he, name: "hidden1")
        hidden2 = hidden1.dense(8, activation: frozenActivation, kernelInitializer: .he, name: "hidden2")
        let logits = hidden2.dense(6, activation: .elu, name: "hidden3").dense(4, name: "outputs")
        let loss = sparseSoftmaxCrossEntropy(labels: y, logits: logits).mean()
        head = graph.trainableVariables(in: "hidden3|outputs")
        trainHead = Adam(learningRate: 0.01).minimize(loss, updating: head)
    }

    /// A session with the variables initialized.
    public func session(threads: Int? = 1) throws -> Session {
        let session = try Session(graph, options: SessionOptions(threadCount: threads))
        try session.initializeVariables()
        return session
    }

    /// Writes one bit of a variable.
    public func flipBit(of variable: String, element: Int, in session: Session) throws {
        guard let variable = graph.globalVariables.first(where: { $0.name == variable }) else { return }
        var value = try session.value(of: variable)
        value.withUnsafeMutableBytes { $0[element * 4] ^= 1 }
        try session.run(variable.assign(value).operation)
    }
}
