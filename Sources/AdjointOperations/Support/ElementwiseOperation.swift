import AdjointCore
import AdjointKernels

/// An elementwise function of one argument that the kernel library has: `y[i] = f(x[i])`.
protocol UnaryOperation: OperationDefinition {
    /// The function.
    static var function: UnaryFunction { get }
    /// The function's parameter, where it has one.
    var alpha: Float { get }
}

extension UnaryOperation {
    var alpha: Float { 0 }

    public var traits: OperationTraits { .elementwise(inputs: 1) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.shape(0)] }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { try bindFunction(context) }

    func bindFunction(_ context: borrowing BindingContext) throws -> Kernel {
        let type = try context.elementType(where: Self.function.supports)
        let (function, alpha, count) = (Self.function, Double(alpha), context.outputs[0].count)
        return Kernel(operationCount: count) { arguments in
            Elementwise.apply(
                function, type, arguments.rawInput(0), to: arguments.rawOutput(0), count: count, alpha: alpha,
                workers: arguments.workers)
        }
    }
}

/// The gradient of an elementwise function as an op of its own, from the incoming gradient and the function's features
/// or outputs, both of one shape.
protocol UnaryGradientOperation: OperationDefinition {
    /// The gradient.
    static var function: UnaryGradient { get }
    /// Which input is the incoming gradient; the other is the features or outputs.
    static var gradientIndex: Int { get }
    /// The function's parameter, where it has one.
    var alpha: Float { get }
}

extension UnaryGradientOperation {
    var alpha: Float { 0 }

    public var traits: OperationTraits { .elementwise(inputs: 2) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [try context.commonShape()] }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let type = try context.elementType(where: \.isComputableFloat)
        let (function, alpha, count) = (Self.function, Double(alpha), context.outputs[0].count)
        let (gradient, value) = (Self.gradientIndex, 1 - Self.gradientIndex)
        return Kernel(operationCount: count) { arguments in
            Elementwise.applyGradient(
                function, type, gradient: arguments.rawInput(gradient), value: arguments.rawInput(value),
                to: arguments.rawOutput(0), count: count, alpha: alpha, workers: arguments.workers)
        }
    }
}

/// An elementwise function of two arguments of one type, which broadcast.
protocol BinaryOperation: OperationDefinition {
    /// The function.
    static var function: BinaryFunction { get }
}

extension BinaryOperation {
    public var traits: OperationTraits { .elementwise(inputs: 2) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [try context.broadcastShape()] }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let type = try context.elementType(where: Self.function.supports)
        let (function, plan) = (Self.function, try context.broadcastPlan(0, 1))
        return Kernel(operationCount: plan.count) { arguments in
            let fault = Elementwise.apply(
                function, type, arguments.rawInput(0), arguments.rawInput(1), to: arguments.rawOutput(0), plan: plan,
                workers: arguments.workers)
            switch fault {
            case nil: break
            case .integerDivisionByZero: throw OperationError("an integer is divided by zero")
            case .negativeIntegerExponent: throw OperationError("an integer is raised to a negative power")
            }
        }
    }
}

/// A comparison of two arguments of one type, or a logical function of two booleans; arguments broadcast.
protocol ComparisonOperation: OperationDefinition {
    /// The comparison.
    static var function: Comparison { get }
}

extension ComparisonOperation {
    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [try context.broadcastShape()] }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { try bindComparison(context) }

    func bindComparison(_ context: borrowing BindingContext) throws -> Kernel {
        let type = try context.elementType(where: Self.function.supports)
        let (function, plan) = (Self.function, try context.broadcastPlan(0, 1))
        return Kernel(operationCount: plan.count) { arguments in
            Elementwise.compare(
                function, type, arguments.rawInput(0), arguments.rawInput(1), to: arguments.rawOutput(0), plan: plan,
                workers: arguments.workers)
        }
    }
}

/// A question about each element of a floating-point argument, answered by a boolean.
protocol PredicateOperation: OperationDefinition {
    /// The question.
    static var predicate: FloatPredicate { get }
}

extension PredicateOperation {
    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.shape(0)] }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let type = try context.elementType(where: \.isComputableFloat)
        let (predicate, count) = (Self.predicate, context.outputs[0].count)
        return Kernel(operationCount: count) { arguments in
            Elementwise.test(
                predicate, type, arguments.rawInput(0), to: arguments.rawOutput(0), count: count,
                workers: arguments.workers)
        }
    }
}

extension BindingContext {
    /// The kernels' type of input `index`.
    ///
    /// - Throws: ``OperationError`` naming the type if the kernel does not take it.
    borrowing func elementType(
        ofInput index: Int = 0, where isSupported: (ElementType) -> Bool
    ) throws -> ElementType {
        let dtype = inputs[index].dtype
        guard let type = dtype.elementType, isSupported(type) else {
            throw OperationError.noKernel(for: dtype)
        }
        return type
    }

    /// How inputs `left` and `right` broadcast to the output.
    ///
    /// - Throws: ``OperationError`` if they do not.
    borrowing func broadcastPlan(_ left: Int, _ right: Int) throws -> BroadcastPlan {
        let (a, b) = (inputs[left].dimensions, inputs[right].dimensions)
        guard let plan = BroadcastPlan(a, b) else {
            throw OperationError("shapes do not broadcast, or alternate more than eight times: \(a) and \(b)")
        }
        return plan
    }
}

extension OperationSignature {
    /// One tensor in, one of the same type out, with TensorFlow's argument names.
    static func unary(
        _ input: String = "x", _ output: String = "y", in types: DTypeSet = .floatingPoint
    ) -> OperationSignature {
        OperationSignature(inputs: [.tensor(input, in: types)], outputs: [.tensor(output)])
    }

    /// An activation function: `features` in, `activations` out.
    static func activation(in types: DTypeSet = .floatingPoint) -> OperationSignature {
        unary("features", "activations", in: types)
    }

    /// Two tensors of one type in, one of the same type out.
    static func binary(
        _ left: String = "x", _ right: String = "y", _ output: String = "z", in types: DTypeSet = .floatingPoint
    ) -> OperationSignature {
        OperationSignature(inputs: [.tensor(left, in: types), .tensor(right, in: types)], outputs: [.tensor(output)])
    }

    /// Two tensors of one type in, booleans out.
    static func comparison(in types: DTypeSet = .numeric) -> OperationSignature {
        OperationSignature(inputs: [.tensor("x", in: types), .tensor("y", in: types)], outputs: [.tensor("z", .bool)])
    }

    /// One floating-point tensor in, booleans out.
    static let predicate = OperationSignature(
        inputs: [.tensor("x", in: .floatingPoint)], outputs: [.tensor("y", .bool)])
}
