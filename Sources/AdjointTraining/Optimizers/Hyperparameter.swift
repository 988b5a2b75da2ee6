public import AdjointCore
public import AdjointOperations

/// A number that an optimizer's step is given: fixed when the graph is built, or computed in every step.
public enum Hyperparameter: Sendable, Hashable {
    /// A number, which becomes a constant of the graph.
    case constant(Double)
    /// A scalar that the graph computes, such as a learning rate that decays.
    case tensor(Tensor)

    /// The scalar that the steps read; a constant is made under the given name.
    func tensor(in graph: Graph, name: String, site: CreationSite) -> Tensor {
        switch self {
        case .constant(let value): graph.addTensor(Const(NDArray(Float(value))), name: name, site: site)
        case .tensor(let tensor): tensor
        }
    }
}

/// What a hyperparameter can be given as: a number, a tensor or a variable.
public protocol HyperparameterConvertible: Sendable {
    /// The hyperparameter this stands for.
    var hyperparameter: Hyperparameter { get }
}

extension Hyperparameter: HyperparameterConvertible { public var hyperparameter: Hyperparameter { self } }
extension Double: HyperparameterConvertible { public var hyperparameter: Hyperparameter { .constant(self) } }
extension Float: HyperparameterConvertible { public var hyperparameter: Hyperparameter { .constant(Double(self)) } }
extension Int: HyperparameterConvertible { public var hyperparameter: Hyperparameter { .constant(Double(self)) } }
extension Tensor: HyperparameterConvertible { public var hyperparameter: Hyperparameter { .tensor(self) } }
extension Variable: HyperparameterConvertible { public var hyperparameter: Hyperparameter { .tensor(value) } }
