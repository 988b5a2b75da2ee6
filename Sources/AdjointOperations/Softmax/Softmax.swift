public import AdjointCore
import AdjointKernels

/// The softmax of the last dimension, eˣⁱ / Σⱼ eˣʲ. TF: `Softmax`.
public struct Softmax: OperationDefinition {
    public static let type = "Softmax"
    public static let signature = OperationSignature.unary("logits", "softmax")

    public init() {}

    public var traits: OperationTraits { .elementwise(inputs: 1) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [try context.shapeOfRows()] }

    // With y = softmax(x): dx = (dy - Σ dy·y)·y. TF: `_SoftmaxGrad`.
    public static let gradient = GradientRule<Softmax>.differentiable { _, context in
        let (gradient, y) = (context.outputGradient(), context.outputs[0])
        let sum = (gradient * y).sum(axes: -1, keepingDimensions: true)
        return [(gradient - sum) * y]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        try .softmax(context, logarithm: false)
    }
}

extension ShapeContext {
    /// The shape of input 0, which must have rows.
    func shapeOfRows() throws -> Shape {
        guard shape(0).rank != 0 else { throw OperationError("the input must have at least one dimension, not []") }
        return shape(0)
    }
}

extension Kernel {
    /// Softmax or its logarithm over the last dimension of input 0.
    static func softmax(_ context: borrowing BindingContext, logarithm: Bool) throws -> Kernel {
        let type = try context.elementType(where: \.isComputableFloat)
        let dimensions = context.inputs[0].dimensions
        let (rows, classes) = (dimensions.dropLast().reduce(1, *), dimensions[dimensions.count - 1])
        return Kernel(operationCount: 4 * rows * classes) { arguments in
            SoftmaxKernels.softmax(
                arguments.rawInput(0), type, to: arguments.rawOutput(0), logarithm: logarithm, rows: rows,
                classes: classes, workers: arguments.workers)
        }
    }
}

extension Tensor {
    /// The softmax along the last axis: eˣⁱ / Σⱼ eˣʲ, which is positive and sums to 1.
    ///
    /// Rank 1 or more; shape and element type stay; float32, float64. TF: `tf.nn.softmax`.
    public func softmax(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Softmax(), name: name, file: file, line: line)
    }
}
