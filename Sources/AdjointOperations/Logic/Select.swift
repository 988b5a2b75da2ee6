public import AdjointCore
import AdjointKernels

/// Rows or elements of `t` where the condition holds, of `e` elsewhere. TF: `Select`.
public struct Select: OperationDefinition {
    public static let type = "Select"
    public static let signature = OperationSignature(
        inputs: [.tensor("condition", .bool), .tensor("t"), .tensor("e")], outputs: [.tensor("output")])

    public init() {}

    public var traits: OperationTraits { .selection }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let shape = context.shape(1).merged(with: context.shape(2)) else {
            throw OperationError("the values' shapes differ: \(context.shape(1)) and \(context.shape(2))")
        }
        let condition = context.shape(0)
        guard let rank = condition.rank, rank > 0, let valueRank = shape.rank else { return [shape] }
        let isRowCondition = rank == 1 && valueRank > 1 && Shape([shape[0]]).isCompatible(with: condition)
        guard isRowCondition || shape.isCompatible(with: condition) else {
            throw OperationError(
                "a condition of shape \(condition) fits values of shape \(shape) neither by element nor by row")
        }
        return [isRowCondition ? shape : shape.merged(with: condition) ?? shape]
    }

    // TF: `_SelectGrad`.
    public static let gradient = GradientRule<Select>.differentiable { _, context in
        let (condition, gradient) = (context.inputs[0], context.outputGradient())
        let zeros = context.inputs[1].zerosLike()
        return [
            nil, selectRows(condition, then: gradient, else: zeros), selectRows(condition, then: zeros, else: gradient),
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        // A vector condition chooses rows: for broadcasting, its one dimension is the first.
        let (condition, dimensions) = (context.inputs[0].dimensions, context.outputs[0].dimensions)
        let isRowCondition = condition.count == 1 && dimensions.count > 1
        return try selectionKernel(
            context,
            conditionDimensions: isRowCondition
                ? condition + [Int](repeating: 1, count: dimensions.count - 1) : condition)
    }
}

extension OperationTraits {
    /// A pure choice between inputs 1 and 2, either of whose buffers may become the output's.
    static let selection: OperationTraits = {
        var traits = OperationTraits()
        traits.reusableInputs = [1, 2]
        return traits
    }()
}

/// The kernel that selects between inputs 1 and 2 by input 0, whose dimensions are read as given.
func selectionKernel(_ context: borrowing BindingContext, conditionDimensions: [Int]) throws -> Kernel {
    let (left, right) = (context.inputs[1].dimensions, context.inputs[2].dimensions)
    guard let plan = BroadcastPlan(condition: conditionDimensions, left, right) else {
        throw OperationError("shapes do not broadcast: \(conditionDimensions), \(left) and \(right)")
    }
    let dtype = context.inputs[1].dtype
    let elementSize = dtype.byteCount
    if dtype.isManaged {
        return Kernel { arguments in
            let condition = arguments.input(0, as: Bool.self)
            for index in 0..<plan.count {
                let place = plan.operands(of: index)
                let source =
                    condition[place.condition]
                    ? arguments.rawInput(1) + place.left * elementSize
                    : arguments.rawInput(2) + place.right * elementSize
                ElementCopy.copy(dtype, from: source, to: arguments.rawOutput(0) + index * elementSize, count: 1)
            }
        }
    }
    return Kernel { arguments in
        Elementwise.select(
            elementSize: elementSize, condition: arguments.rawInput(0), arguments.rawInput(1), arguments.rawInput(2),
            to: arguments.rawOutput(0), plan: plan, workers: arguments.workers)
    }
}

/// Elements of `x` where the condition holds, of `y` elsewhere, without broadcasting the values.
///
/// condition: the values' shape, or a vector that chooses whole rows, or a scalar; x, y: one shape, any element type.
/// TF: `tf.where` of TensorFlow 1.
public func selectRows(
    _ condition: Tensor, then x: Tensor, else y: Tensor, name: String? = nil, file: StaticString = #fileID,
    line: UInt = #line
) -> Tensor {
    x.graph.addTensor(Select(), inputs: [condition, x, y], name: name, site: CreationSite(file, line))
}
