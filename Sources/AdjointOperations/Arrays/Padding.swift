import AdjointCore

/// How far a tensor is padded along one dimension.
public struct Padding: Sendable, Hashable {
    /// The number of elements in front.
    public var before: Int
    /// The number of elements behind.
    public var after: Int

    /// Padding in front and behind.
    public init(before: Int = 0, after: Int = 0) {
        self.before = before
        self.after = after
    }
}

extension Array where Element == Padding {
    /// The paddings as a matrix of two columns.
    var matrix: NDArray { NDArray(indices: flatMap { [$0.before, $0.after] }, dimensions: [count, 2]) }
}

extension ShapeContext {
    /// The shape of input 0 padded by input 1.
    ///
    /// - Parameter sign: 1 for padding, -1 for undoing it.
    func paddedShape(sign: Int = 1) throws -> Shape {
        guard let paddings = shape(1).merged(with: [shape(0).rank, 2]) else {
            throw OperationError("paddings of shape \(shape(1)) do not fit a tensor of shape \(shape(0))")
        }
        guard let rank = paddings[0] else { return .unknown }
        guard let sizes = shape(0).partialDimensions, let amounts = integers(1) else { return Shape(rank: rank) }
        guard amounts.allSatisfy({ $0 >= 0 }) else { throw OperationError("a padding is negative: \(amounts)") }
        return Shape(
            try sizes.enumerated().map { axis, size -> Int? in
                let padded = size.map { $0 + sign * (amounts[2 * axis] + amounts[2 * axis + 1]) }
                if let padded, padded < 0 { throw OperationError("more is cut off than there is: \(shape(0))") }
                return padded
            })
    }
}

extension Kernel {
    /// Copies input 0 into the middle of output 0 and fills the rest.
    ///
    /// - Parameter valueInput: The input with the value to fill with; zero if `nil`.
    static func padding(_ context: borrowing BindingContext, valueInput: Int?) throws -> Kernel {
        let (input, output) = (context.inputs[0], context.outputs[0])
        let amounts = try context.integers(1)
        let strides = contiguousStrides(output.dimensions)
        let copy = ViewCopy(
            input.dtype, extents: input.dimensions, sourceStrides: contiguousStrides(input.dimensions),
            targetStrides: strides, targetOffset: strides.indices.reduce(0) { $0 + amounts[2 * $1] * strides[$1] })
        let zeros = FillPlan(output)
        let fill = ViewCopy(output.dtype, extents: [output.count], sourceStrides: [0], targetStrides: [1])
        return Kernel { arguments in
            if let valueInput {
                fill.run(from: arguments.rawInput(valueInput), to: arguments.rawOutput(0), workers: arguments.workers)
            } else {
                zeros.run(arguments.rawOutput(0), workers: arguments.workers)
            }
            copy.run(from: arguments.rawInput(0), to: arguments.rawOutput(0), workers: arguments.workers)
        }
    }
}

extension GradientContext {
    /// The part of the gradient that belongs to the padded tensor. TF: `_PadGrad`.
    func cuttingPadding() -> Tensor {
        let (input, paddings) = (inputs[0], inputs[1])
        let column = graph.packedIndices([.computed(input.rankTensor()), .known(1)], name: "stack")
        let begin = graph.addTensor(
            SliceOperation(),
            operands: [
                .tensor(paddings), .constant(NDArray(indices: [0, 0], dtype: paddings.dtype), argument: "begin"),
                .tensor(column.cast(to: paddings.dtype)),
            ], site: nil
        ).reshaped(to: [-1])
        return outputGradient().sliced(begin: begin, size: input.shapeTensor(dtype: begin.dtype))
    }
}
