import Adjoint

/// The functions that can follow a hidden layer, by the names that TensorFlow gives them.
enum ActivationName: String, CaseIterable {
    case relu
    case relu6
    case leakyRelu = "leaky_relu"
    case elu
    case selu
    case sigmoid
    case tanh
    case softplus
    case softsign

    /// The function.
    var activation: Activation {
        switch self {
        case .relu: .relu
        case .relu6: .relu6
        case .leakyRelu: .leakyRelu
        case .elu: .elu
        case .selu: .selu
        case .sigmoid: .sigmoid
        case .tanh: .tanh
        case .softplus: .softplus
        case .softsign: .softsign
        }
    }
}
