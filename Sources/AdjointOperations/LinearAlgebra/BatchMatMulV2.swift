public import AdjointCore
import AdjointKernels

/// The products of the matrices in the last two dimensions, whose outer dimensions broadcast. TF: `BatchMatMulV2`.
public struct BatchMatMulV2: BatchMatrixProduct {
    public static let type = "BatchMatMulV2"
    public static let signature = OperationSignature(
        inputs: [.tensor("x", in: .multipliable), .tensor("y", in: .multipliable)], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<BatchMatMulV2>] = [
        .bool("adj_x", \.transposeX), .bool("adj_y", \.transposeY),
    ]
    static let isBroadcasting = true

    /// Whether the matrices of `x` are transposed before multiplying.
    public var transposeX = false
    /// Whether the matrices of `y` are transposed before multiplying.
    public var transposeY = false

    public init() {}

    // TF: `_BatchMatMulV2`.
    public static let gradient = GradientRule<BatchMatMulV2>.differentiable { definition, context in
        let gradients = definition.factorGradients(context)
        let (x, y) = (context.inputs[0], context.inputs[1])
        if let a = x.shape.partialDimensions, let b = y.shape.partialDimensions {
            let (outerA, outerB) = (a.dropLast(2), b.dropLast(2))
            if outerA.elementsEqual(outerB), !outerA.contains(nil) { return gradients }
        }
        let (xShape, yShape) = (x.shapeTensor(), y.shapeTensor())
        let axes = broadcastGradientAxes(xShape[..<(-2)], yShape[..<(-2)])
        return [
            gradients[0].sum(axes: axes.x).reshaped(to: xShape), gradients[1].sum(axes: axes.y).reshaped(to: yShape),
        ]
    }

    /// The definition with the given transpositions.
    public init(transposeX: Bool, transposeY: Bool) {
        self.transposeX = transposeX
        self.transposeY = transposeY
    }
}

/// The product of two matrices, or of stacks of matrices that broadcast.
///
/// a: `[…, rows, inner]`, b: `[…, inner, columns]` (before transposing the other way round); float32 or float64. Two
/// matrices make a `MatMul`, anything else a `BatchMatMulV2`. 2·rows·inner·columns operations a matrix. TF:
/// `tf.matmul`.
public func matmul(
    _ a: Tensor, _ b: Tensor, transposingLeft: Bool = false, transposingRight: Bool = false, name: String? = nil,
    file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    let site = CreationSite(file, line)
    let ranks = (a.shape.rank, b.shape.rank)
    if let left = ranks.0, let right = ranks.1, left <= 2, right <= 2 {
        let definition = MatMul(transposeA: transposingLeft, transposeB: transposingRight)
        return a.applying(definition, with: b, name: name, site: site)
    }
    let definition = BatchMatMulV2(transposeX: transposingLeft, transposeY: transposingRight)
    return a.applying(definition, with: b, name: name ?? "MatMul", site: site)
}
