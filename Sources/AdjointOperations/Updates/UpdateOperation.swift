import AdjointCore
import AdjointKernels

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// An optimizer's step as an op: updates a variable and its slots in place and returns the variable's reference.
protocol UpdateOperation: VariableWrite {
    /// Which input is what.
    static var arguments: UpdateArguments { get }
    /// The formula.
    var rule: UpdateRule { get }
}

/// The places of an update op's inputs; input 0 is the variable, -1 stands for none.
struct UpdateArguments: Sendable {
    /// The slots in the order of the rule's description.
    var slots: [Int] = []
    var gradient: Int
    var learningRate: Int
    var momentum = -1
    var rho = -1
    var epsilon = -1
    var beta1 = -1
    var beta2 = -1
    /// β₁ᵗ and β₂ᵗ, which the learning rate is corrected by.
    var beta1Power = -1
    var beta2Power = -1
    var l1 = -1
    var l2 = -1
    var l2Shrinkage = -1
    var learningRatePower = -1
    var alpha = -1
    var signDecay = -1
    /// ln of the base that `alpha` takes the place of a power of.
    var logarithmOfBase = -1
    /// The int64 number of the step.
    var step = -1
}

extension OperationSignature {
    /// An update's: `references` are the variable and its slots, `values` the scalars and the gradient, in one
    /// order; `integers` are those of the values that are int64.
    static func update(
        _ references: [String], _ values: [String], integers: Set<String> = []
    ) -> OperationSignature {
        OperationSignature(
            inputs: references.map { .tensor($0, in: .floatingPoint, isReference: true) }
                + values.map { integers.contains($0) ? .tensor($0, .int64) : .tensor($0, in: .floatingPoint) },
            outputs: [.tensor("out", isReference: true)])
    }
}

extension UpdateOperation {
    public var traits: OperationTraits {
        var traits = OperationTraits.write(.updates, isInputZeroReturned: !Self.signature.outputs.isEmpty)
        for slot in Self.arguments.slots { traits.effects[slot] = .updates }
        return traits
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let arguments = Self.arguments
        var shape = context.variableShape(0)
        for index in arguments.slots + [arguments.gradient] {
            guard let merged = shape.merged(with: context.variableShape(index)) else {
                throw OperationError(
                    "the variable has the shape \(shape), its \(Self.signature.inputs[index].name) "
                        + "\(context.shape(index))")
            }
            shape = merged
        }
        for index in context.inputs.indices.dropFirst()
        where index != arguments.gradient && !arguments.slots.contains(index) {
            guard context.shape(index).isCompatible(with: .scalar) else {
                throw OperationError(
                    "\(Self.signature.inputs[index].name) must be a scalar, not \(context.shape(index))")
            }
        }
        return Self.signature.outputs.isEmpty ? [] : [shape]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        try updateKernel(context)
    }

    func updateKernel(_ context: borrowing BindingContext) throws -> Kernel {
        for index in Self.arguments.slots + [Self.arguments.gradient]
        where context.inputs[index].dimensions != context.inputs[0].dimensions {
            throw OperationError(
                "the variable has the shape \(Shape(context.inputs[0].dimensions)), its "
                    + "\(Self.signature.inputs[index].name) \(Shape(context.inputs[index].dimensions))")
        }
        let (rule, places, count) = (rule, Self.arguments, context.inputs[0].count)
        func kernel<Scalar: UpdateScalar>(_: Scalar.Type) -> Kernel {
            Kernel(operationCount: 2 * count) { arguments in
                places.apply(
                    rule, Scalar.self, places.hyperparameters(arguments, Scalar.self), arguments,
                    gradient: arguments.input(places.gradient), range: 0..<count, workers: arguments.workers)
            }
        }
        switch context.inputs[0].dtype {
        case .float32: return kernel(Float.self)
        case .float64: return kernel(Double.self)
        default: throw OperationError.noKernel(for: context.inputs[0].dtype)
        }
    }
}

/// An element type that updates are computed in.
protocol UpdateScalar: GemmScalar, TensorScalar {
    static var elementType: ElementType { get }
    static func adamStepSize(learningRate: Double, beta1Power: Self, beta2Power: Self) -> Double
    static func exponential(_ value: Self) -> Self
}

extension Float: UpdateScalar {
    static var elementType: ElementType { .float32 }
    static func exponential(_ value: Float) -> Float { Float(exp(Double(value))) }
    static func adamStepSize(learningRate: Double, beta1Power: Float, beta2Power: Float) -> Double {
        Double(
            UpdateKernels.adamStepSize(
                learningRate: Float(learningRate), beta1Power: beta1Power, beta2Power: beta2Power))
    }
}

extension Double: UpdateScalar {
    static var elementType: ElementType { .float64 }
    static func exponential(_ value: Double) -> Double { exp(value) }
    static func adamStepSize(learningRate: Double, beta1Power: Double, beta2Power: Double) -> Double {
        UpdateKernels.adamStepSize(learningRate: learningRate, beta1Power: beta1Power, beta2Power: beta2Power)
    }
}

extension UpdateArguments {
    /// The scalars that this step is given.
    func hyperparameters<Scalar: UpdateScalar>(
        _ arguments: borrowing KernelArguments, _: Scalar.Type
    ) -> UpdateHyperparameters {
        var values = UpdateHyperparameters(
            learningRate: Double(arguments.input(learningRate, as: Scalar.self).pointee))
        if momentum >= 0 { values.momentum = Double(arguments.input(momentum, as: Scalar.self).pointee) }
        if rho >= 0 { values.rho = Double(arguments.input(rho, as: Scalar.self).pointee) }
        if epsilon >= 0 { values.epsilon = Double(arguments.input(epsilon, as: Scalar.self).pointee) }
        if beta1 >= 0 { values.beta1 = Double(arguments.input(beta1, as: Scalar.self).pointee) }
        if beta2 >= 0 { values.beta2 = Double(arguments.input(beta2, as: Scalar.self).pointee) }
        if l1 >= 0 { values.l1 = Double(arguments.input(l1, as: Scalar.self).pointee) }
        if l2 >= 0 { values.l2 = Double(arguments.input(l2, as: Scalar.self).pointee) }
        if l2Shrinkage >= 0 { values.l2Shrinkage = Double(arguments.input(l2Shrinkage, as: Scalar.self).pointee) }
        if learningRatePower >= 0 {
            values.learningRatePower = Double(arguments.input(learningRatePower, as: Scalar.self).pointee)
        }
        if alpha >= 0 { values.alpha = Double(arguments.input(alpha, as: Scalar.self).pointee) }
        if signDecay >= 0 { values.signDecay = Double(arguments.input(signDecay, as: Scalar.self).pointee) }
        if logarithmOfBase >= 0 {
            let exponent = arguments.input(logarithmOfBase, as: Scalar.self).pointee * Scalar(values.signDecay)
            values.alpha = Double(Scalar.exponential(exponent))
        }
        if step >= 0 { values.step = Double(arguments.input(step, as: Int64.self).pointee) }
        if beta1Power >= 0, beta2Power < 0 {
            values.learningRate = Double(
                Scalar(values.learningRate) / (1 - arguments.input(beta1Power, as: Scalar.self).pointee))
        } else if beta1Power >= 0 {
            values.learningRate = Scalar.adamStepSize(
                learningRate: values.learningRate, beta1Power: arguments.input(beta1Power).pointee,
                beta2Power: arguments.input(beta2Power).pointee)
        }
        return values
    }

    /// Updates the elements `range` of the variable and its slots with the gradients of just those elements.
    func apply<Scalar: UpdateScalar>(
        _ rule: UpdateRule, _: Scalar.Type, _ values: UpdateHyperparameters, _ arguments: borrowing KernelArguments,
        gradient: UnsafePointer<Scalar>, range: Range<Int>, workers: WorkerPool
    ) {
        let offset = range.lowerBound * MemoryLayout<Scalar>.stride
        UpdateKernels.apply(
            rule, Scalar.elementType, variable: arguments.rawInput(0) + offset,
            slots: (
                slots.count > 0 ? arguments.rawInput(slots[0]) + offset : nil,
                slots.count > 1 ? arguments.rawInput(slots[1]) + offset : nil,
                slots.count > 2 ? arguments.rawInput(slots[2]) + offset : nil
            ), gradient: gradient, count: range.count, hyperparameters: values, workers: workers)
    }
}
