public import AdjointCore

/// A penalty on the size of a variable or of a layer's results, added to ``CollectionKey/regularizationLosses``.
public struct Regularizer: Sendable {
    private enum Penalty: Sendable {
        case ofTensor(@Sendable (Tensor) -> Tensor)
        case ofVariable(@Sendable (Variable) -> Tensor?)
    }

    private let penalty: Penalty

    /// A regularizer that builds its loss, a scalar, from the variable's value.
    public init(_ loss: @escaping @Sendable (Tensor) -> Tensor) { penalty = .ofTensor(loss) }

    /// A regularizer that needs the variable itself, to assign to it for example; `nil` stands for no loss.
    public init(ofVariable loss: @escaping @Sendable (Variable) -> Tensor?) { penalty = .ofVariable(loss) }

    /// The loss of a variable, built in the current name scope; `nil` if there is none.
    public func loss(of variable: Variable) -> Tensor? {
        switch penalty {
        case .ofTensor(let loss): loss(variable.value)
        case .ofVariable(let loss): loss(variable)
        }
    }

    /// The loss of a tensor, built in the current name scope. It is a mistake if the regularizer needs a variable.
    public func loss(of tensor: Tensor, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
        guard case .ofTensor(let loss) = penalty else {
            return tensor.graph.record(
                GraphError(
                    .value, "'\(tensor.name)' is no variable, and the regularizer needs one",
                    site: CreationSite(file, line), remedy: "use it as the regularizer of a kernel or bias"))
        }
        return loss(tensor)
    }
}
