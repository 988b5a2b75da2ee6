/// What a gradient rule builds on: the op, and the gradients that arrived at its outputs.
public struct GradientContext: Sendable {
    /// The op to differentiate.
    public let operation: Operation
    /// Its inputs.
    public let inputs: [Tensor]
    /// Its outputs.
    public let outputs: [Tensor]
    /// The gradient of each output as it arrived, `nil` where none did.
    public let arrivedGradients: [Gradient?]
    private let zeros: @Sendable (Tensor) -> Tensor
    private let dense: @Sendable (IndexedSlices) -> Tensor

    /// A context; `zeros` builds a tensor of zeros like its argument, for outputs no gradient arrived at, and `dense`
    /// the tensor that slices stand for.
    public init(
        operation: Operation, arrivedGradients: [Gradient?], zeros: @escaping @Sendable (Tensor) -> Tensor,
        dense: @escaping @Sendable (IndexedSlices) -> Tensor
    ) {
        self.operation = operation
        self.inputs = operation.inputs
        self.outputs = operation.outputs
        self.arrivedGradients = arrivedGradients
        self.zeros = zeros
        self.dense = dense
    }

    /// The graph that the gradient is built in.
    public var graph: Graph { operation.graph }

    /// The gradient of each output as a tensor, `nil` where none arrived.
    public var outputGradients: [Tensor?] { arrivedGradients.map { $0.map(tensor) } }

    /// The gradient of output `index`, zeros if none arrived.
    public func outputGradient(_ index: Int = 0) -> Tensor {
        arrivedGradients[index].map(tensor) ?? zeros(outputs[index])
    }

    private func tensor(_ gradient: Gradient) -> Tensor {
        switch gradient {
        case .dense(let tensor): tensor
        case .slices(let slices): dense(slices)
        }
    }
}
