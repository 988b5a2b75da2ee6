/// What a gradient rule builds on: the op, and the gradients that arrived at its outputs.
public struct GradientContext: Sendable {
    /// The op to differentiate.
    public let operation: Operation
    /// Its inputs.
    public let inputs: [Tensor]
    /// Its outputs.
    public let outputs: [Tensor]
    /// The gradient of each output, `nil` where none arrived.
    public let outputGradients: [Tensor?]
    private let zeros: @Sendable (Tensor) -> Tensor

    /// A context; `zeros` builds a tensor of zeros like its argument, for outputs no gradient arrived at.
    public init(
        operation: Operation, outputGradients: [Tensor?], zeros: @escaping @Sendable (Tensor) -> Tensor
    ) {
        self.operation = operation
        self.inputs = operation.inputs
        self.outputs = operation.outputs
        self.outputGradients = outputGradients
        self.zeros = zeros
    }

    /// The graph that the gradient is built in.
    public var graph: Graph { operation.graph }

    /// The gradient of output `index`, zeros if none arrived.
    public func outputGradient(_ index: Int = 0) -> Tensor { outputGradients[index] ?? zeros(outputs[index]) }
}
