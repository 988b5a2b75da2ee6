public import AdjointCore
import AdjointKernels

/// The cross entropy of each row's softmax against class probabilities, and its gradient.
/// TF: `SoftmaxCrossEntropyWithLogits`.
public struct SoftmaxCrossEntropyWithLogits: OperationDefinition {
    public static let type = "SoftmaxCrossEntropyWithLogits"
    public static let signature = OperationSignature(
        inputs: [.tensor("features", in: .floatingPoint), .tensor("labels", in: .floatingPoint)],
        outputs: [.tensor("loss"), .tensor("backprop")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let shape = Shape.broadcast(context.shape(0), context.shape(1))?.merged(with: Shape(rank: 2)) else {
            throw OperationError(
                "logits and labels must be matrices of one shape: \(context.shape(0)) and \(context.shape(1))")
        }
        return [[shape[0]], shape]
    }

    // TF: `_SoftmaxCrossEntropyWithLogitsGrad`, which leaves out how the backprop depends on the labels.
    public static let gradient = GradientRule<SoftmaxCrossEntropyWithLogits>.differentiable { _, context in
        let ofLogits = context.crossEntropyLogitsGradient()
        let negativeLogarithm = -context.inputs[0].logSoftmax()
        let ofLabels = context.outputGradient(0).expandingDimensions(at: -1) * negativeLogarithm
        return [ofLogits, context.outputGradients[1].map { ofLabels - $0 } ?? ofLabels]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let type = try context.elementType(where: \.isComputableFloat)
        let (rows, classes) = (context.outputs[1].dimensions[0], context.outputs[1].dimensions[1])
        let strides = try context.inputs.map { input in
            guard input.dimensions.last == classes else {
                throw OperationError(
                    "logits and labels must both have \(classes) classes; a shape is \(input.dimensions)"
                )
            }
            return input.count == classes && rows != 1 ? 0 : classes
        }
        let (logitsStride, labelsStride) = (strides[0], strides[1])
        return Kernel(operationCount: 6 * rows * classes) { arguments in
            SoftmaxKernels.crossEntropy(
                logits: arguments.rawInput(0), logitsRowStride: logitsStride, labels: arguments.rawInput(1),
                labelsRowStride: labelsStride, type, loss: arguments.rawOutput(0), backprop: arguments.rawOutput(1),
                rows: rows, classes: classes, workers: arguments.workers)
        }
    }
}

extension GradientContext {
    /// The gradient of the logits, input 0 of both cross entropies, whose output 1 is softmax - labels.
    ///
    /// A gradient that arrives at output 1 itself (differentiating twice) meets the softmax's own derivative.
    func crossEntropyLogitsGradient() -> Tensor {
        let ofLoss = outputGradient(0).expandingDimensions(at: -1) * outputs[1]
        guard let ofBackprop = outputGradients[1] else { return ofLoss }
        let softmax = inputs[0].softmax()
        let product = matmul(ofBackprop.expandingDimensions(at: 1), softmax.expandingDimensions(at: 2))
        return ofLoss + (ofBackprop - product.squeezed(axes: [1])) * softmax
    }
}

/// The cross entropy of softmax(logits) against class probabilities, for each row: -Σᵢ labelsᵢ · log softmax(logits)ᵢ.
///
/// labels, logits: `[…, classes]`, of one shape; the result has the outer dimensions. float32, float64. Labels should
/// be positive and sum to 1. Gradients reach logits and labels. TF: `tf.nn.softmax_cross_entropy_with_logits_v2`.
public func softmaxCrossEntropy(
    labels: Tensor, logits: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    guard logits.isValid, labels.isValid else { return logits.isValid ? labels : logits }
    let graph = logits.graph
    return graph.scoped(name ?? "softmax_cross_entropy_with_logits") { ownName in
        let labels = labels.cast(to: logits.dtype, file: file, line: line)
        let rank = logits.rankTensor(file: file, line: line)
        let shape = logits.shapeTensor(file: file, line: line)
        let logitRows = flattenedToRows(logits)
        let labelRows = flattenedToRows(labels)
        let loss = graph.addTensor(
            SoftmaxCrossEntropyWithLogits(), inputs: [logitRows, labelRows], name: ownName,
            site: CreationSite(file, line))
        let outerRank = rank.subtracting(1)
        let outerShape = graph.scoped("Slice") { slice in
            let begin = graph.constant([Int32(0)], name: "begin")
            let size = stack([outerRank], name: "size")
            return shape.sliced(begin: begin, size: size, name: slice)
        }
        return loss.reshaped(to: outerShape)
    }
}

/// All outer dimensions made one, as TensorFlow's nodes do it.
private func flattenedToRows(_ tensor: Tensor) -> Tensor {
    let graph = tensor.graph
    let rank = tensor.rankTensor()
    let shape = tensor.shapeTensor()
    let last = rank.subtracting(1)
    let classes = graph.scoped("Slice") { slice in
        let begin = stack([last], name: "begin")
        let size = graph.constant([Int32(1)], name: "size")
        return shape.sliced(begin: begin, size: size, name: slice)
    }
    let target = graph.scoped("concat") { concat in
        let rows = graph.constant([Int32(-1)], name: "values_0")
        return concatenate([rows, classes], axis: 0, name: concat)
    }
    return tensor.reshaped(to: target)
}
