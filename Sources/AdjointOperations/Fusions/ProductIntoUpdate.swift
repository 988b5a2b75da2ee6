import AdjointCore
import AdjointKernels

/// An optimizer's update whose gradient is a matrix product: every block of the gradient is used up while it is in the
/// cache, and never goes through memory.
///
/// Inputs: the update's, with A in the gradient's place, and B behind them. Bit for bit what the two ops give.
struct ProductIntoUpdate<Update: UpdateOperation>: ExecutableOperation {
    var product: MatMul
    var update: Update

    var traits: OperationTraits { update.traits }
    var displayName: String { "MatMul+" + Update.type }

    func bind(_ context: borrowing BindingContext) throws -> Kernel {
        switch context.inputs[0].dtype {
        case .float32: kernel(Float.self, context)
        case .float64: kernel(Double.self, context)
        default: throw OperationError.noKernel(for: context.inputs[0].dtype)
        }
    }

    private func kernel<Scalar: UpdateScalar>(_: Scalar.Type, _ context: borrowing BindingContext) -> Kernel {
        let places = Update.arguments
        let second = context.inputs.count - 1
        let (a, b) = (context.inputs[places.gradient].dimensions, context.inputs[second].dimensions)
        let (transposeA, transposeB, rule) = (product.transposeA, product.transposeB, update.rule)
        let (rows, depth) = transposeA ? (a[1], a[0]) : (a[0], a[1])
        let columns = transposeB ? b[0] : b[1]
        let operationCount = Gemm.operationCount(rows: rows, columns: columns, depth: depth) + 2 * rows * columns
        return Kernel(operationCount: operationCount) { arguments in
            let values = places.hyperparameters(arguments, Scalar.self)
            Gemm.multiply(
                transposeA: transposeA, transposeB: transposeB, rows: rows, columns: columns, depth: depth,
                a: arguments.input(places.gradient, as: Scalar.self), aStride: a[1], b: arguments.input(second),
                bStride: b[1], workers: arguments.workers
            ) { blockRows, blockColumns, block, stride in
                if blockColumns.count == columns {
                    let range = (blockRows.lowerBound * columns)..<(blockRows.upperBound * columns)
                    places.apply(rule, Scalar.self, values, arguments, gradient: block, range: range, workers: .serial)
                } else {
                    for row in blockRows {
                        let start = row * columns + blockColumns.lowerBound
                        places.apply(
                            rule, Scalar.self, values, arguments,
                            gradient: block + (row - blockRows.lowerBound) * stride,
                            range: start..<(start + blockColumns.count), workers: .serial)
                    }
                }
            }
        }
    }
}

/// An update of a product that nothing else reads takes the product in.
struct ProductsIntoUpdates: RewriteRule {
    let name = "MatMul+update"

    func rewrite(_ node: Int, in plan: inout PlanGraph) -> Bool {
        guard let update = plan[node].operation as? any UpdateOperation else { return false }
        return fuse(update, node, &plan)
    }

    private func fuse<Update: UpdateOperation>(_ update: Update, _ node: Int, _ plan: inout PlanGraph) -> Bool {
        let place = Update.arguments.gradient
        guard let value = plan.soleSource(of: plan[node].inputs[place], for: node),
            let product = plan.producer(of: value, as: MatMul.self), plan[value.node].controlInputs.isEmpty,
            plan[node].inputs[0] != plan[node].inputs[place]
        else { return false }
        let factors = plan[value.node].inputs
        // Factors that are variables are read where the product stands; the update must not move that.
        guard !factors.contains(where: plan.leadsToVariable) else { return false }
        var inputs = plan[node].inputs
        inputs[place] = factors[0]
        inputs.append(factors[1])
        plan.replace(node, operation: ProductIntoUpdate(product: product, update: update), inputs: inputs)
        return true
    }
}

extension PlanGraph {
    /// The value behind `value` through ops that only hand it on, if `user` is the only one to use any of them.
    func soleSource(of value: PlanValue, for user: Int) -> PlanValue? {
        var (value, user) = (value, user)
        while true {
            guard soleUser(of: value) == user, controlUsers(of: value.node).isEmpty else { return nil }
            let node = self[value.node]
            guard node.operation.traits.isPassage, node.controlInputs.isEmpty, node.inputs.count == 1,
                type(of: node.inputs[0]) == node.outputs[0]
            else { return value }
            (value, user) = (node.inputs[0], value.node)
        }
    }

    /// Whether a value is a variable's buffer.
    func leadsToVariable(_ value: PlanValue) -> Bool {
        var value = value
        while let input = self[value.node].operation.traits.aliases[value.port] {
            value = self[value.node].inputs[input]
        }
        return self[value.node].operation.traits.role == .variable
    }
}
