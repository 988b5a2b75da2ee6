public import AdjointCore
import AdjointKernels

/// The elementwise quotient x / y. TF: `RealDiv`.
public struct RealDiv: BinaryOperation {
    public static let type = "RealDiv"
    public static let signature = OperationSignature.binary(in: .numeric)
    static let function = BinaryFunction.divide

    public init() {}

    public static let gradient = GradientRule<RealDiv>.differentiable { _, context in
        context.quotientGradients { $0.applying(RealDiv(), with: $1, name: nil, site: nil) }
    }
}

extension GradientContext {
    /// The gradients of x / y, with the division that the op itself does: g / y and g·((-x / y) / y).
    /// TF: `_RealDivGrad`, `_DivGrad`, `_DivNoNanGrad`.
    func quotientGradients(dividing divide: (Tensor, Tensor) -> Tensor) -> [Tensor?] {
        let (x, y) = (inputs[0], inputs[1])
        let gradient = outputGradient()
        let gradientOfX = divide(gradient, y)
        let gradientOfY = gradient * divide(divide(-x, y), y)
        return summingBroadcast(gradientOfX, gradientOfY)
    }
}

extension Tensor {
    /// The quotient of the two tensors, element by element.
    ///
    /// Shapes broadcast. Integers are converted first, to float64 (8- and 16-bit ones to float32), so that 1 / 2 is
    /// 0.5. TF: `tf.truediv`.
    public func divided(
        by other: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        Tensor.quotient(self, other, name: name ?? "truediv", site: CreationSite(file, line))
    }

    /// The quotient of the tensor and a number, element by element.
    ///
    /// The number is converted to the tensor's element type, then both as
    /// ``divided(by:name:file:line:)-(Tensor,_,_,_)``
    /// says. TF: `tf.truediv`.
    public func divided(
        by scalar: some TensorScalar, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        Tensor.quotient(self, scalar, name: name ?? "truediv", site: CreationSite(file, line))
    }

    /// The quotient, element by element; integers are converted to a floating-point type first. TF: the operator `/`.
    public static func / (left: Tensor, right: Tensor) -> Tensor { quotient(left, right, name: "truediv", site: nil) }

    /// The quotient, element by element. The number is converted to the tensor's element type first.
    public static func / (left: Tensor, right: some TensorScalar) -> Tensor {
        quotient(left, right, name: "truediv", site: nil)
    }

    /// The quotient, element by element. The number is converted to the tensor's element type first.
    public static func / (left: some TensorScalar, right: Tensor) -> Tensor {
        guard let type = right.quotientType else {
            return right.applying(RealDiv(), toConstant: left, name: "truediv")
        }
        return right.graph.combining(left, with: right, as: "x", of: RealDiv.type, name: "truediv", site: nil) {
            left, name in
            RealDiv.build(left.cast(to: type), right.cast(to: type), name: name, site: nil)
        }
    }

    /// The type that integers are divided in; `nil` for types that are divided as they are.
    private var quotientType: DType? {
        switch dtype {
        case .int8, .uint8, .int16, .uint16: .float32
        case .int32, .uint32, .int64, .uint64: .float64
        default: nil
        }
    }

    private static func quotient(_ left: Tensor, _ right: Tensor, name: String, site: CreationSite?) -> Tensor {
        guard left.isValid, right.isValid, let type = left.quotientType, left.dtype == right.dtype else {
            return RealDiv.build(left, right, name: name, site: site)
        }
        return left.graph.scoped(name) { scope in
            RealDiv.build(left.cast(to: type), right.cast(to: type), name: scope, site: site)
        }
    }

    private static func quotient(
        _ left: Tensor, _ right: some TensorScalar, name: String, site: CreationSite?
    ) -> Tensor {
        guard left.isValid, let type = left.quotientType else {
            return left.applying(RealDiv(), withConstant: right, name: name, site: site)
        }
        return left.graph.combining(right, with: left, as: "y", of: RealDiv.type, name: name, site: site) {
            right, name in
            RealDiv.build(left.cast(to: type), right.cast(to: type), name: name, site: site)
        }
    }
}

extension RealDiv {
    fileprivate static func build(_ left: Tensor, _ right: Tensor, name: String, site: CreationSite?) -> Tensor {
        left.applying(RealDiv(), with: right, name: name, site: site)
    }
}
