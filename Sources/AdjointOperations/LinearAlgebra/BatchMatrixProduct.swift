import AdjointCore
import AdjointKernels

/// A product of stacks of matrices: the shape rule, the gradient of the factors and the kernel.
protocol BatchMatrixProduct: OperationDefinition {
    /// Whether outer dimensions broadcast; otherwise they must be equal.
    static var isBroadcasting: Bool { get }
    /// Whether the matrices of the left factor are transposed before multiplying.
    var transposeX: Bool { get }
    /// Whether the matrices of the right factor are transposed before multiplying.
    var transposeY: Bool { get }
}

extension BatchMatrixProduct {
    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let a = context.shape(0).partialDimensions, let b = context.shape(1).partialDimensions else {
            return [.unknown]
        }
        guard a.count >= 2, b.count >= 2 else {
            throw OperationError("both operands need two dimensions or more: \(context.shape(0)), \(context.shape(1))")
        }
        let (outerA, outerB) = (Shape(Array(a.dropLast(2))), Shape(Array(b.dropLast(2))))
        guard let outer = Self.isBroadcasting ? Shape.broadcast(outerA, outerB) : outerA.merged(with: outerB) else {
            throw OperationError("outer dimensions do not fit: \(context.shape(0)) × \(context.shape(1))")
        }
        let (rows, inner) = transposeX ? (a[a.count - 1], a[a.count - 2]) : (a[a.count - 2], a[a.count - 1])
        let (otherInner, columns) = transposeY ? (b[b.count - 1], b[b.count - 2]) : (b[b.count - 2], b[b.count - 1])
        if let inner, let otherInner, inner != otherInner {
            let note = transposeX || transposeY ? " (transposed as asked)" : ""
            throw OperationError("inner dimensions differ: \(context.shape(0)) × \(context.shape(1))\(note)")
        }
        return [outer.appending([rows, columns])]
    }

    /// Each factor's gradient is again one product; outer dimensions that were broadcast are still to be summed.
    func factorGradients(_ context: GradientContext) -> [Tensor] {
        let gradient = context.outputGradient()
        let (x, y) = (context.inputs[0], context.inputs[1])
        switch (transposeX, transposeY) {
        case (false, false):
            return [matmul(gradient, y, transposingRight: true), matmul(x, gradient, transposingLeft: true)]
        case (false, true):
            return [matmul(gradient, y), matmul(gradient, x, transposingLeft: true)]
        case (true, false):
            return [matmul(y, gradient, transposingRight: true), matmul(x, gradient)]
        case (true, true):
            return [
                matmul(y, gradient, transposingLeft: true, transposingRight: true),
                matmul(gradient, x, transposingLeft: true, transposingRight: true),
            ]
        }
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        switch context.inputs[0].dtype {
        case .float32: try kernel(Float.self, context)
        case .float64: try kernel(Double.self, context)
        case .int32: integerKernel(Int32.self, context)
        case .int64: integerKernel(Int64.self, context)
        case let dtype: throw OperationError.noKernel(for: dtype)
        }
    }

    private func integerKernel<Scalar: FixedWidthInteger & Sendable>(
        _: Scalar.Type, _ context: borrowing BindingContext
    ) -> Kernel {
        let (a, b) = (context.inputs[0].dimensions, context.inputs[1].dimensions)
        let product = IntegerMatrixProduct(
            a.suffix(2), b.suffix(2), transposeA: transposeX, transposeB: transposeY)
        let outer = Array(context.outputs[0].dimensions.dropLast(2))
        let aOffsets = matrixOffsets(
            of: Array(a.dropLast(2)), broadcastTo: outer, matrixSize: product.rows * product.depth)
        let bOffsets = matrixOffsets(
            of: Array(b.dropLast(2)), broadcastTo: outer, matrixSize: product.depth * product.columns)
        return Kernel(operationCount: outer.reduce(1, *) * product.operationCount) { arguments in
            let (left, right) = (arguments.input(0, as: Scalar.self), arguments.input(1, as: Scalar.self))
            let output = arguments.output(0, as: Scalar.self)
            for index in aOffsets.indices {
                product.multiply(
                    left + aOffsets[index], right + bOffsets[index],
                    into: output + index * product.rows * product.columns)
            }
        }
    }

    private func kernel<Scalar: GemmScalar>(_: Scalar.Type, _ context: borrowing BindingContext) throws -> Kernel {
        let (a, b) = (context.inputs[0].dimensions, context.inputs[1].dimensions)
        let (aStride, bStride) = (a[a.count - 1], b[b.count - 1])
        let (m, k) = transposeX ? (aStride, a[a.count - 2]) : (a[a.count - 2], aStride)
        let n = transposeY ? b[b.count - 2] : bStride
        let (transposeX, transposeY) = (transposeX, transposeY)
        let outer = Array(context.outputs[0].dimensions.dropLast(2))
        let count = outer.reduce(1, *)
        let aOffsets = matrixOffsets(of: Array(a.dropLast(2)), broadcastTo: outer, matrixSize: m * k)
        let bOffsets = matrixOffsets(of: Array(b.dropLast(2)), broadcastTo: outer, matrixSize: k * n)
        let operationCount = count * Gemm.operationCount(rows: m, columns: n, depth: k)
        let isRightShared = b.dropLast(2).allSatisfy { $0 == 1 }
        if isRightShared, !transposeX, a.dropLast(2).reduce(1, *) == count {
            // One right factor for all: the left ones stacked are one tall matrix.
            return Kernel(operationCount: operationCount) { arguments in
                Gemm.multiply(
                    transposeA: false, transposeB: transposeY, rows: count * m, columns: n, depth: k,
                    a: arguments.input(0, as: Scalar.self), aStride: aStride, b: arguments.input(1), bStride: bStride,
                    into: arguments.output(0), cStride: n, workers: arguments.workers)
            }
        }
        if let aStep = uniformStep(aOffsets), let bStep = uniformStep(bOffsets) {
            return Kernel(operationCount: operationCount) { arguments in
                Gemm.multiplyBatch(
                    count, transposeA: transposeX, transposeB: transposeY, rows: m, columns: n, depth: k,
                    a: arguments.input(0, as: Scalar.self), aStride: aStride, aBatchStride: aStep,
                    b: arguments.input(1), bStride: bStride, bBatchStride: bStep, into: arguments.output(0),
                    cStride: n, cBatchStride: m * n, workers: arguments.workers)
            }
        }
        return Kernel(operationCount: operationCount) { arguments in
            let (left, right) = (arguments.input(0, as: Scalar.self), arguments.input(1, as: Scalar.self))
            let output = arguments.output(0, as: Scalar.self)
            for index in 0..<count {
                Gemm.multiply(
                    transposeA: transposeX, transposeB: transposeY, rows: m, columns: n, depth: k,
                    a: left + aOffsets[index], aStride: aStride, b: right + bOffsets[index], bStride: bStride,
                    into: output + index * m * n, cStride: n, workers: arguments.workers)
            }
        }
    }
}

/// Where the matrix that serves each of the broadcast outer positions begins, in elements.
private func matrixOffsets(of dimensions: [Int], broadcastTo outer: [Int], matrixSize: Int) -> [Int] {
    var strides = [Int](repeating: 0, count: outer.count)
    var stride = matrixSize
    for (axis, extent) in dimensions.enumerated().reversed() {
        strides[outer.count - dimensions.count + axis] = extent == 1 ? 0 : stride
        stride *= extent
    }
    return (0..<outer.reduce(1, *)).map { position in
        var (rest, offset) = (position, 0)
        for axis in outer.indices.reversed() {
            offset += rest % outer[axis] * strides[axis]
            rest /= outer[axis]
        }
        return offset
    }
}

/// The distance between successive offsets if it is always the same.
private func uniformStep(_ offsets: [Int]) -> Int? {
    guard offsets.count > 1 else { return 0 }
    let step = offsets[1] - offsets[0]
    return zip(offsets, offsets.dropFirst()).allSatisfy { $1 - $0 == step } ? step : nil
}
