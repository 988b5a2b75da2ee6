import AdjointCore

/// The input itself; an error when it runs if an element is NaN or infinite.
protocol NumericsCheck: OperationDefinition {
    /// What the error begins with.
    var message: String { get set }
    /// The kinds of what was found, as the error lists them.
    static func names(of found: NumericsFaults) -> String
}

/// What is wrong with the elements of a tensor.
struct NumericsFaults {
    var hasNaN = false
    var hasPositiveInfinity = false
    var hasNegativeInfinity = false

    var isEmpty: Bool { !hasNaN && !hasPositiveInfinity && !hasNegativeInfinity }
}

extension NumericsCheck {
    public static var signature: OperationSignature { .unary("tensor", "output") }
    public static var attributes: [AttributeKey<Self>] { [.string("message", \.message)] }

    public var traits: OperationTraits { .elementwise(inputs: 1) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.shape(0)] }

    // The gradient is checked too. TF: `_CheckNumericsGrad`, `_CheckNumericsV2Grad`.
    public static var gradient: GradientRule<Self> {
        .differentiable { definition, context in
            var check = Self()
            check.message =
                "Not a number (NaN) or infinity (Inf) values detected in gradient. b'\(definition.message)'"
            return [context.graph.addTensor(check, inputs: [context.outputGradient()])]
        }
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        func kernel<Scalar: RealElement>(_: Scalar.Type) -> Kernel {
            let (count, message) = (context.inputs[0].count, message)
            return Kernel(operationCount: count) { arguments in
                let input = arguments.input(0, as: Scalar.self)
                let output = arguments.output(0, as: Scalar.self)
                var faults = NumericsFaults()
                for index in 0..<count {
                    let element = input[index]
                    faults.hasNaN = faults.hasNaN || element.isNaN
                    faults.hasPositiveInfinity = faults.hasPositiveInfinity || element == .infinity
                    faults.hasNegativeInfinity = faults.hasNegativeInfinity || element == -.infinity
                    output[index] = element
                }
                guard faults.isEmpty else {
                    throw OperationError("\(message) : Tensor had \(Self.names(of: faults)) values")
                }
            }
        }
        switch context.inputs[0].dtype {
        case .float32: return kernel(Float.self)
        case .float64: return kernel(Double.self)
        case let dtype: throw OperationError.noKernel(for: dtype)
        }
    }
}
