import AdjointCore
import AdjointKernels

/// A convolution with a bias added to each place and an elementwise function applied, in one pass over the result.
///
/// Bit for bit what the three ops give: an element's chain of multiply-adds ends before the bias is added.
struct ConvolutionWithEpilogue: ExecutableOperation {
    var convolution: Conv2D
    var hasBias = false
    var activation: UnaryFunction?
    var alpha: Float = 0

    var traits: OperationTraits { .pure }

    var displayName: String {
        (["Conv2D"] + (hasBias ? ["BiasAdd"] : []) + (activation.map { ["\($0)"] } ?? [])).joined(separator: "+")
    }

    func bind(_ context: borrowing BindingContext) throws -> Kernel {
        switch context.inputs[0].dtype {
        case .float32: try kernel(Float.self, context)
        case .float64: try kernel(Double.self, context)
        default: throw OperationError.noKernel(for: context.inputs[0].dtype)
        }
    }

    private func kernel<Scalar: GemmScalar>(_: Scalar.Type, _ context: borrowing BindingContext) throws -> Kernel {
        let (plan, hasBias) = (try convolution.plan(Scalar.self, context), hasBias)
        let activation = Gemm.Activation<Scalar>(activation, alpha: alpha, context.inputs[0].dtype)
        return Kernel(scratchByteCount: plan.scratchByteCount(), operationCount: plan.operationCount) { arguments in
            plan.run(
                arguments.input(0), filter: arguments.input(1), to: arguments.output(0),
                epilogue: Gemm.Epilogue(bias: hasBias ? arguments.input(2) : nil, activation: activation),
                scratch: arguments.scratch, workers: arguments.workers)
        }.images(in: convolution.settings.dataFormat, context, inputs: [0], outputs: [0])
    }
}

/// Conv2D, then BiasAdd, becomes one convolution with an epilogue.
struct BiasIntoConvolution: RewriteRule {
    let name = "Conv2D+BiasAdd"

    func rewrite(_ node: Int, in plan: inout PlanGraph) -> Bool {
        guard let addition = plan[node].operation as? BiasAdd, plan[node].controlInputs.isEmpty else { return false }
        let (value, bias) = (plan[node].inputs[0], plan[node].inputs[1])
        guard let convolution = plan.producer(of: value, as: Conv2D.self),
            convolution.settings.dataFormat == addition.dataFormat, plan.soleUser(of: value) == node,
            plan.controlUsers(of: value.node).isEmpty, plan.isAvailableThroughout(bias)
        else { return false }
        plan.absorb(
            value.node, into: node, operation: ConvolutionWithEpilogue(convolution: convolution, hasBias: true),
            inputs: plan[value.node].inputs + [bias])
        return true
    }
}

/// A convolution, then an elementwise function of it alone, becomes one convolution with an epilogue.
struct ActivationIntoConvolution: RewriteRule {
    let name = "Conv2D+activation"

    func rewrite(_ node: Int, in plan: inout PlanGraph) -> Bool {
        guard let activation = plan[node].operation as? any UnaryOperation, plan[node].controlInputs.isEmpty else {
            return false
        }
        let value = plan[node].inputs[0]
        guard plan.type(of: value).dtype == plan[node].outputs[0].dtype, plan.soleUser(of: value) == node,
            plan.controlUsers(of: value.node).isEmpty
        else { return false }
        var fused: ConvolutionWithEpilogue
        if let convolution = plan.producer(of: value, as: Conv2D.self) {
            fused = ConvolutionWithEpilogue(convolution: convolution)
        } else if let convolution = plan.producer(of: value, as: ConvolutionWithEpilogue.self),
            convolution.activation == nil
        {
            fused = convolution
        } else {
            return false
        }
        fused.activation = type(of: activation).function
        fused.alpha = activation.alpha
        plan.absorb(value.node, into: node, operation: fused, inputs: plan[value.node].inputs)
        return true
    }
}
