public import AdjointCore
import AdjointKernels

/// The elementwise sum of any number of tensors of one shape; of variants, of what they hold: of lists of tensors, element by
/// element. TF: `AddN`.
public struct AddN: OperationDefinition {
    public static let type = "AddN"
    public static let signature = OperationSignature(
        inputs: [.list("inputs", in: [.numeric, DTypeSet(.variant)])], outputs: [.tensor("sum")])

    public init() {}

    // The kernel reads the second addend before it writes, later ones after it.
    public var traits: OperationTraits { .elementwise(inputs: 1) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [try context.shapeOfSum()] }

    public static let gradient = GradientRule<AddN>.differentiable { _, context in
        context.inputs.map { _ in context.outputGradient() }
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        guard context.outputs[0].dtype == .variant else { return try .sum(context) }
        let (addends, count) = (context.inputs.count, context.outputs[0].count)
        return Kernel { arguments in
            for element in 0..<count {
                var sum = try arguments.variant(0, element: element)
                for index in 1..<addends { sum = try sum.adding(arguments.variant(index, element: element)) }
                arguments.setVariant(sum, element: element)
            }
        }
    }
}

extension ShapeContext {
    /// The shape that all inputs of a sum share.
    func shapeOfSum() throws -> Shape {
        guard !inputs.isEmpty else { throw OperationError("a sum needs at least one tensor") }
        return try inputs.dropFirst().reduce(inputs[0].shape) { shape, input in
            guard let merged = shape.merged(with: input.shape) else {
                throw OperationError("the tensors' shapes differ: \(shape) and \(input.shape)")
            }
            return merged
        }
    }
}

extension Kernel {
    /// Adds all inputs, in order.
    static func sum(_ context: borrowing BindingContext) throws -> Kernel {
        let type = try context.elementType(where: BinaryFunction.add.supports)
        let addends = context.inputs.count
        let (dimensions, count) = (context.outputs[0].dimensions, context.outputs[0].count)
        guard context.inputs.allSatisfy({ $0.dimensions == dimensions }) else {
            throw OperationError("the tensors' shapes differ: \(context.inputs.map(\.dimensions))")
        }
        // One block of every addend at a time, so that the running sum stays in the nearest cache.
        let blockLength = 4096
        let remainder = count % blockLength
        guard let blockPlan = BroadcastPlan([blockLength], [blockLength]),
            let remainderPlan = BroadcastPlan([remainder], [remainder])
        else { preconditionFailure("equal shapes broadcast") }
        return Kernel(operationCount: (addends - 1) * count) { arguments in
            let size = type.byteCount
            let workers = arguments.workers
            workers.parallel((count + blockLength - 1) / blockLength) { block in
                let start = block * blockLength
                let isWhole = count - start >= blockLength
                let target = arguments.rawOutput(0) + start * size
                if addends == 1 {
                    let source = arguments.rawInput(0) + start * size
                    if source != target {
                        target.copyMemory(from: source, byteCount: (isWhole ? blockLength : remainder) * size)
                    }
                    return
                }
                var partial = UnsafeRawPointer(arguments.rawInput(0) + start * size)
                for index in 1..<addends {
                    Elementwise.apply(
                        .add, type, partial, arguments.rawInput(index) + start * size, to: target,
                        plan: isWhole ? blockPlan : remainderPlan, workers: workers)
                    partial = UnsafeRawPointer(target)
                }
            }
        }
    }
}

/// The sum of tensors of one shape, element by element; a single tensor is returned as it is unless a name is given.
///
/// Numeric types. O(number of tensors · elements). TF: `tf.add_n`.
/// - Precondition: there is at least one tensor.
public func addN(
    _ tensors: [Tensor], name: String? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    precondition(!tensors.isEmpty, "addN needs at least one tensor")
    if tensors.count == 1, name == nil { return tensors[0] }
    return tensors[0].graph.addTensor(AddN(), inputs: tensors, name: name, site: CreationSite(file, line))
}
