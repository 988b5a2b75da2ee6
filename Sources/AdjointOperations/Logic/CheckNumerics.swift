public import AdjointCore
import AdjointKernels

/// The input itself; an error when it runs if an element is NaN or infinite. TF: `CheckNumerics`.
public struct CheckNumerics: OperationDefinition {
    public static let type = "CheckNumerics"
    public static let signature = OperationSignature.unary("tensor", "output")
    public static let attributes: [AttributeKey<CheckNumerics>] = [.string("message", \.message)]

    /// What the error begins with.
    public var message = ""

    public init() {}

    /// A check with the message that its error begins with.
    public init(message: String) { self.message = message }

    public var traits: OperationTraits { .elementwise(inputs: 1) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.shape(0)] }

    // The gradient is checked too. TF: `_CheckNumericsGrad`.
    public static let gradient = GradientRule<CheckNumerics>.differentiable { definition, context in
        let message =
            "Not a number (NaN) or infinity (Inf) values detected in gradient. b'\(definition.message)'"
        return [context.outputGradient().checkingNumerics(message)]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        switch context.inputs[0].dtype {
        case .float32: kernel(Float.self, context)
        case .float64: kernel(Double.self, context)
        case let dtype: throw OperationError("there is no kernel for \(dtype.name); cast to float32 or float64")
        }
    }

    private func kernel<Scalar: BinaryFloatingPoint & SendableMetatype>(
        _: Scalar.Type, _ context: borrowing BindingContext
    ) -> Kernel {
        let (count, message) = (context.inputs[0].count, message)
        return Kernel(operationCount: count) { arguments in
            let input = arguments.input(0, as: Scalar.self)
            let output = arguments.output(0, as: Scalar.self)
            var (hasNaN, hasInfinity) = (false, false)
            for index in 0..<count {
                let element = input[index]
                hasNaN = hasNaN || element.isNaN
                hasInfinity = hasInfinity || element.isInfinite
                output[index] = element
            }
            guard hasNaN || hasInfinity else { return }
            let found = hasNaN ? (hasInfinity ? "Inf and NaN" : "NaN") : "Inf"
            throw OperationError("\(message) : Tensor had \(found) values")
        }
    }
}

extension Tensor {
    /// This tensor, with an error when it runs if an element is NaN or infinite.
    ///
    /// Shape and element type stay; float32, float64. TF: `tf.check_numerics`.
    /// - Parameter message: What the error begins with.
    public func checkingNumerics(
        _ message: String, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(CheckNumerics(message: message), name: name, file: file, line: line)
    }
}
