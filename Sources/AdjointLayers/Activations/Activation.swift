public import AdjointCore
import AdjointOperations

/// A function that a layer applies to its result.
public struct Activation: Sendable {
    private let function: @Sendable (Tensor) -> Tensor

    /// An activation from any function of one tensor.
    public init(_ function: @escaping @Sendable (Tensor) -> Tensor) { self.function = function }

    /// What the activation makes of a tensor.
    public func apply(to tensor: Tensor) -> Tensor { function(tensor) }

    /// max(x, 0). TF: `tf.nn.relu`.
    public static let relu = Activation { $0.relu() }
    /// min(max(x, 0), 6). TF: `tf.nn.relu6`.
    public static let relu6 = Activation { $0.relu6() }
    /// x where positive, exp(x) - 1 elsewhere. TF: `tf.nn.elu`.
    public static let elu = Activation { $0.elu() }
    /// The scaled exponential unit that keeps mean 0 and variance 1. TF: `tf.nn.selu`.
    public static let selu = Activation { $0.selu() }
    /// x where positive, 0.2·x elsewhere. TF: `tf.nn.leaky_relu`.
    public static let leakyRelu = Activation { $0.leakyRelu() }
    /// x where positive, alpha·x elsewhere. TF: `tf.nn.leaky_relu`.
    public static func leakyRelu(alpha: Float) -> Activation { Activation { $0.leakyRelu(alpha: alpha) } }
    /// 1 / (1 + exp(-x)). TF: `tf.nn.sigmoid`.
    public static let sigmoid = Activation { $0.sigmoid() }
    /// The hyperbolic tangent. TF: `tf.nn.tanh`.
    public static let tanh = Activation { $0.tanh() }
    /// log(1 + exp(x)). TF: `tf.nn.softplus`.
    public static let softplus = Activation { $0.softplus() }
    /// x / (1 + |x|). TF: `tf.nn.softsign`.
    public static let softsign = Activation { $0.softsign() }
    /// x where positive, alpha·x elsewhere, with learned slopes `p_re_lu/alpha`. TF: `tf.keras.layers.PReLU`.
    public static let prelu = Activation { $0.prelu() }
    /// exp(x), normalized along the last dimension. TF: `tf.nn.softmax`.
    public static let softmax = Activation { $0.softmax() }
}
