public import AdjointCore

/// What a recurrent cell carries from step to step: one tensor or several, all `[batch, …]`.
public protocol RecurrentState: Sendable {
    /// The tensors in a fixed order.
    var tensors: [Tensor] { get }

    /// For each of the tensors, whether it is a memory, which dropout leaves alone.
    var areMemories: [Bool] { get }

    /// A state of this structure made of other tensors, as many as there are.
    func replacing(with tensors: ArraySlice<Tensor>) -> Self
}

extension RecurrentState {
    public var areMemories: [Bool] { tensors.map { _ in false } }
}

extension Tensor: RecurrentState {
    public var tensors: [Tensor] { [self] }

    public func replacing(with tensors: ArraySlice<Tensor>) -> Tensor { tensors[tensors.startIndex] }
}

extension Array: RecurrentState where Element: RecurrentState {
    public var tensors: [Tensor] { flatMap(\.tensors) }

    public var areMemories: [Bool] { flatMap(\.areMemories) }

    public func replacing(with tensors: ArraySlice<Tensor>) -> [Element] {
        var rest = tensors
        return map { element in
            let count = element.tensors.count
            defer { rest = rest.dropFirst(count) }
            return element.replacing(with: rest.prefix(count))
        }
    }
}

/// The state of a long short-term memory. TF: `LSTMStateTuple`.
public struct LSTMState: RecurrentState {
    /// The memory. TF: `c`.
    public var memory: Tensor
    /// The output of the last step. TF: `h`.
    public var output: Tensor

    /// A state from its parts.
    public init(memory: Tensor, output: Tensor) {
        self.memory = memory
        self.output = output
    }

    public var tensors: [Tensor] { [memory, output] }

    public var areMemories: [Bool] { [true, false] }

    public func replacing(with tensors: ArraySlice<Tensor>) -> LSTMState {
        LSTMState(memory: tensors[tensors.startIndex], output: tensors[tensors.startIndex + 1])
    }
}
