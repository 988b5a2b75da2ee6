import AdjointCore
import AdjointKernels

/// A matrix product with a bias added to each row and an elementwise function applied, in one pass over the result.
///
/// Bit for bit what the three ops give: the product's chain of multiply-adds ends before the bias is added.
struct MatMulWithEpilogue: ExecutableOperation {
    var product: MatMul
    var hasBias = false
    var activation: UnaryFunction?
    var alpha: Float = 0

    var traits: OperationTraits { .pure }

    var displayName: String {
        (["MatMul"] + (hasBias ? ["BiasAdd"] : []) + (activation.map { ["\($0)"] } ?? [])).joined(separator: "+")
    }

    func bind(_ context: borrowing BindingContext) throws -> Kernel {
        switch context.inputs[0].dtype {
        case .float32: kernel(Float.self, context)
        case .float64: kernel(Double.self, context)
        default: throw OperationError.noKernel(for: context.inputs[0].dtype)
        }
    }

    private func kernel<Scalar: GemmScalar>(_: Scalar.Type, _ context: borrowing BindingContext) -> Kernel {
        let (a, b) = (context.inputs[0].dimensions, context.inputs[1].dimensions)
        let (transposeA, transposeB, hasBias) = (product.transposeA, product.transposeB, hasBias)
        let (rows, depth) = transposeA ? (a[1], a[0]) : (a[0], a[1])
        let columns = transposeB ? b[0] : b[1]
        let activation = Gemm.Activation<Scalar>(activation, alpha: alpha, context.inputs[0].dtype)
        return Kernel(operationCount: Gemm.operationCount(rows: rows, columns: columns, depth: depth)) { arguments in
            Gemm.multiply(
                transposeA: transposeA, transposeB: transposeB, rows: rows, columns: columns, depth: depth,
                a: arguments.input(0, as: Scalar.self), aStride: a[1], b: arguments.input(1), bStride: b[1],
                into: arguments.output(0), cStride: columns,
                epilogue: Gemm.Epilogue(bias: hasBias ? arguments.input(2) : nil, activation: activation),
                workers: arguments.workers)
        }
    }
}

/// MatMul, then BiasAdd, becomes one product with an epilogue.
struct BiasIntoProduct: RewriteRule {
    let name = "MatMul+BiasAdd"

    func rewrite(_ node: Int, in plan: inout PlanGraph) -> Bool {
        guard plan[node].operation is BiasAdd, plan[node].controlInputs.isEmpty else { return false }
        let (value, bias) = (plan[node].inputs[0], plan[node].inputs[1])
        guard let product = plan.producer(of: value, as: MatMul.self), plan.soleUser(of: value) == node,
            plan.controlUsers(of: value.node).isEmpty, plan.isAvailableThroughout(bias)
        else { return false }
        plan.absorb(
            value.node, into: node, operation: MatMulWithEpilogue(product: product, hasBias: true),
            inputs: plan[value.node].inputs + [bias])
        return true
    }
}

/// A product, then an elementwise function of it alone, becomes one product with an epilogue.
struct ActivationIntoProduct: RewriteRule {
    let name = "MatMul+activation"

    func rewrite(_ node: Int, in plan: inout PlanGraph) -> Bool {
        guard let activation = plan[node].operation as? any UnaryOperation, plan[node].controlInputs.isEmpty else {
            return false
        }
        let value = plan[node].inputs[0]
        guard plan.type(of: value).dtype == plan[node].outputs[0].dtype, plan.soleUser(of: value) == node,
            plan.controlUsers(of: value.node).isEmpty
        else { return false }
        var fused: MatMulWithEpilogue
        if let product = plan.producer(of: value, as: MatMul.self) {
            fused = MatMulWithEpilogue(product: product)
        } else if let product = plan.producer(of: value, as: MatMulWithEpilogue.self), product.activation == nil {
            fused = product
        } else {
            return false
        }
        fused.activation = type(of: activation).function
        fused.alpha = activation.alpha
        plan.absorb(value.node, into: node, operation: fused, inputs: plan[value.node].inputs)
        return true
    }
}

extension PlanGraph {
    /// Lets node `user` compute what node `producer` and it did, from the given inputs.
    mutating func absorb(
        _ producer: Int, into user: Int, operation: any ExecutableOperation, inputs: [PlanValue]
    ) {
        for control in self[producer].controlInputs { addControlInput(control, to: user) }
        replace(user, operation: operation, inputs: inputs)
    }

    /// Whether reading `value` can wait for nothing that the rest of a pattern does not: it is a constant, a feed, or a
    /// variable as it stands. Anything else could depend on a write that the pattern's first op must not see.
    func isAvailableThroughout(_ value: PlanValue) -> Bool {
        var value = value
        while true {
            let node = self[value.node]
            guard node.controlInputs.isEmpty else { return false }
            let traits = node.operation.traits
            switch traits.role {
            case .variable, .placeholder: return true
            case .compute:
                if node.operation.constantValue != nil { return true }
                guard traits.effects.isEmpty, !traits.isStateful, let input = traits.aliases[value.port] else {
                    return false
                }
                value = node.inputs[input]
            default: return false
            }
        }
    }
}
