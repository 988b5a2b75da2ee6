public import AdjointCore
import AdjointKernels

/// Whether each row's target is among its k largest predictions. TF: `InTopKV2`.
public struct InTopKV2: OperationDefinition {
    public static let type = "InTopKV2"
    public static let signature = OperationSignature(
        inputs: [.tensor("predictions", .float32), .tensor("targets", in: .index), .tensor("k", in: .index)],
        outputs: [.tensor("precision", .bool)])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard context.shape(2).isCompatible(with: .scalar) else {
            throw OperationError("k must be a scalar, not of shape \(context.shape(2))")
        }
        return [try context.shapeOfTargets()]
    }

    public static let gradient = GradientRule<InTopKV2>.stopsGradient(reason: "its output is boolean")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let isInt32 = context.inputs[2].dtype == .int32
        return try .inTopK(context) { arguments in
            isInt32 ? Int(arguments.input(2, as: Int32.self).pointee) : arguments.input(2, as: Int.self).pointee
        }
    }
}

extension ShapeContext {
    /// The shape of the targets, input 1: one for each row of the predictions, input 0.
    func shapeOfTargets() throws -> Shape {
        guard let predictions = shape(0).merged(with: Shape(rank: 2)),
            let targets = shape(1).merged(with: Shape(rank: 1)),
            let rows = Shape([predictions[0]]).merged(with: targets)
        else {
            throw OperationError(
                "predictions must be [rows, classes] and targets [rows], not \(shape(0)) and \(shape(1))")
        }
        return rows
    }
}

extension Kernel {
    /// Whether the targets are among the k largest predictions, with k read when it runs.
    static func inTopK(
        _ context: borrowing BindingContext, k: @escaping @Sendable (borrowing KernelArguments) -> Int
    ) throws -> Kernel {
        let type = try context.elementType(where: \.isComputableFloat)
        let targetType = try context.elementType(ofInput: 1) { $0 == .int32 || $0 == .int64 }
        let (rows, classes) = (context.inputs[0].dimensions[0], context.inputs[0].dimensions[1])
        guard context.inputs[1].dimensions == [rows] else {
            throw OperationError("\(rows) rows need as many targets, not \(context.inputs[1].dimensions)")
        }
        return Kernel(operationCount: rows * classes) { arguments in
            SoftmaxKernels.inTopK(
                predictions: arguments.rawInput(0), type, targets: arguments.rawInput(1), targetType: targetType,
                to: arguments.rawOutput(0), rows: rows, classes: classes, k: k(arguments), workers: arguments.workers)
        }
    }
}

extension Tensor {
    /// Whether each row's target is among its k largest elements, ties at the boundary included.
    ///
    /// self: `[rows, classes]`, float32; targets: `[rows]`, int32 or int64. False where the target is no class or a
    /// prediction it depends on is not finite. TF: `tf.nn.in_top_k`.
    public func inTopK(
        of targets: Tensor, k: Int, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        guard isValid, targets.isValid else { return isValid ? targets : self }
        let site = CreationSite(file, line)
        return graph.nameScope(name ?? "in_top_k") {
            graph.addTensor(
                InTopKV2(),
                operands: [
                    .tensor(self), .tensor(targets),
                    .constant(NDArray(k, dtype: targets.dtype == .int64 ? .int64 : .int32), argument: "k"),
                ],
                name: name, site: site)
        }
    }
}
