import AdjointCore
import AdjointKernels

/// The gradient of max pooling over a rectifier's outputs, behind the rectifier: where a window's largest element is not
/// positive, nothing passes.
///
/// Inputs: the rectifier's outputs and the gradient. Bit for bit what the two ops give.
struct RectifiedMaxPoolGradient: ExecutableOperation {
    var gradient: MaxPoolGrad

    var traits: OperationTraits { .pure }
    var displayName: String { "MaxPoolGrad+ReluGrad" }

    func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let type = try context.elementType(where: \.isComputableFloat)
        let pooling = try gradient.settings.pooling(image: context.inputs[0].dimensions, type)
        return Kernel(operationCount: pooling.operationCount) { arguments in
            pooling.maximumGradient(
                arguments.rawInput(0), gradient: arguments.rawInput(1), to: arguments.rawOutput(0), rectified: true,
                workers: arguments.workers)
        }.images(in: gradient.settings.dataFormat, context, inputs: [0, 1], outputs: [0])
    }
}

/// `MaxPoolGrad`, then `ReluGrad` by the same outputs, becomes one kernel.
struct RectifierIntoMaxPoolGradient: RewriteRule {
    let name = "MaxPoolGrad+ReluGrad"

    func rewrite(_ node: Int, in plan: inout PlanGraph) -> Bool {
        guard plan[node].operation is ReluGrad, plan[node].controlInputs.isEmpty else { return false }
        let (value, features) = (plan[node].inputs[0], plan[node].inputs[1])
        guard let gradient = plan.producer(of: value, as: MaxPoolGrad.self), plan.soleUser(of: value) == node,
            plan.controlUsers(of: value.node).isEmpty, plan[value.node].inputs[0] == features,
            !plan.leadsToVariable(features)
        else { return false }
        plan.absorb(
            value.node, into: node, operation: RectifiedMaxPoolGradient(gradient: gradient),
            inputs: [features, plan[value.node].inputs[2]])
        return true
    }
}
