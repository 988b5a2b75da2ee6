public import AdjointCore
import AdjointKernels

/// The cross entropy of each row's softmax against a class index, and its gradient.
/// TF: `SparseSoftmaxCrossEntropyWithLogits`.
public struct SparseSoftmaxCrossEntropyWithLogits: OperationDefinition {
    public static let type = "SparseSoftmaxCrossEntropyWithLogits"
    public static let signature = OperationSignature(
        inputs: [.tensor("features", in: .floatingPoint), .tensor("labels", "Tlabels", in: .index)],
        outputs: [.tensor("loss"), .tensor("backprop")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let logits = context.shape(0).merged(with: Shape(rank: 2)),
            let labels = context.shape(1).merged(with: Shape(rank: 1)),
            let rows = Shape([logits[0]]).merged(with: labels)
        else {
            throw OperationError(
                "logits must be [rows, classes] and labels [rows], not \(context.shape(0)) and \(context.shape(1))")
        }
        return [rows, [rows[0], logits[1]]]
    }

    // TF: `_SparseSoftmaxCrossEntropyWithLogitsGrad`.
    public static let gradient = GradientRule<SparseSoftmaxCrossEntropyWithLogits>.differentiable { _, context in
        [context.crossEntropyLogitsGradient(), nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let type = try context.elementType(where: \.isComputableFloat)
        let labelType = try context.elementType(ofInput: 1) { $0 == .int32 || $0 == .int64 }
        let (rows, classes) = (context.inputs[0].dimensions[0], context.inputs[0].dimensions[1])
        guard context.inputs[1].dimensions == [rows] else {
            throw OperationError("\(rows) rows of logits need as many labels, not \(context.inputs[1].dimensions)")
        }
        return Kernel(operationCount: 5 * rows * classes) { arguments in
            let labels = arguments.rawInput(1)
            let badRow = SoftmaxKernels.sparseCrossEntropy(
                logits: arguments.rawInput(0), type, labels: labels, labelType: labelType,
                loss: arguments.rawOutput(0), backprop: arguments.rawOutput(1), rows: rows, classes: classes,
                workers: arguments.workers)
            guard let badRow else { return }
            let label =
                labelType == .int32
                ? Int64(arguments.input(1, as: Int32.self)[badRow]) : arguments.input(1, as: Int64.self)[badRow]
            throw OperationError("label \(label) of row \(badRow) is not a class: there are \(classes), from 0")
        }
    }
}

/// The cross entropy of softmax(logits) against class indices, for each row: -log softmax(logits)ₗ for label l.
///
/// labels: `[…]`, int32 or int64, each in 0..<classes (checked when it runs); logits: `[…, classes]`, float32 or
/// float64. The result has the labels' shape. TF: `tf.nn.sparse_softmax_cross_entropy_with_logits`.
public func sparseSoftmaxCrossEntropy(
    labels: Tensor, logits: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    guard logits.isValid, labels.isValid else { return logits.isValid ? labels : logits }
    let site = CreationSite(file, line)
    let definition = SparseSoftmaxCrossEntropyWithLogits()
    if let logitRank = logits.shape.rank, let labelRank = labels.shape.rank, labelRank != logitRank - 1 {
        return logits.graph.record(
            GraphError(
                .shape, "labels \(labels.shape) must have one dimension less than logits \(logits.shape)",
                operationType: SparseSoftmaxCrossEntropyWithLogits.type, operationName: name, site: site,
                subjects: [.init(role: "logits", logits), .init(role: "labels", labels)],
                remedy: "for class probabilities use softmaxCrossEntropy"))
    }
    return logits.graph.nameScope(name ?? SparseSoftmaxCrossEntropyWithLogits.type) {
        let labelShape = labels.shapeTensor(file: file, line: line)
        if logits.shape.rank == 2 {
            return logits.applying(definition, with: labels, name: name, site: site)
        }
        let shape = logits.shapeTensor(file: file, line: line)
        let classAxis = logits.rankTensor(file: file, line: line) - 1
        let classes = shape[classAxis]
        let logitRows = logits.graph.scoped("Reshape") { reshape in
            let target = logits.graph.scoped("shape") { pack in
                stack([logits.graph.constant(Int32(-1), name: "0"), classes], name: pack)
            }
            return logits.reshaped(to: target, name: reshape)
        }
        let loss = logitRows.applying(definition, with: labels.reshaped(to: [-1]), name: name, site: site)
        return loss.reshaped(to: labelShape)
    }
}
