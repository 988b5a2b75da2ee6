public import AdjointCore

/// Writes the rows of a tensor to the given elements of a tensor array. TF: `TensorArrayScatterV3`.
public struct TensorArrayScatterV3: OperationDefinition {
    public static let type = "TensorArrayScatterV3"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("handle", .resource), .tensor("indices", .int32), .tensor("value"), .tensor("flow_in", .float32),
        ], outputs: [.tensor("flow_out", .float32)])

    public init() {}

    public var traits: OperationTraits { .runEffect }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [.scalar] }

    public static let gradient = GradientRule<TensorArrayScatterV3>.differentiable { _, context in
        let flow = context.outputGradient()
        let array = context.gradientArray(dtype: context.inputs[2].dtype, flow: flow)
        return [nil, nil, array.gather(context.inputs[1]), flow]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (count, value) = (context.inputs[1].count, context.inputs[2])
        guard value.dimensions.first == count else {
            throw OperationError("\(count) indices for a value of shape \(Shape(value.dimensions))")
        }
        return Kernel { arguments in
            let array = try arguments.tensorArray()
            let indices = arguments.input(1, as: Int32.self)
            for row in 0..<count { try array.write(arguments.row(row, of: 2, value), at: Int(indices[row])) }
            arguments.output(0, as: Float.self).pointee = 0
        }
    }
}

extension KernelArguments {
    /// A copy of row `row` of input `index`, without the first dimension.
    func row(_ row: Int, of index: Int, _ operand: BindingContext.Operand) -> NDArray {
        rows(row, 1, of: index, operand, dimensions: Array(operand.dimensions.dropFirst()))
    }

    /// A copy of `count` rows of input `index`, in the given shape.
    func rows(
        _ first: Int, _ count: Int, of index: Int, _ operand: BindingContext.Operand, dimensions: [Int]
    ) -> NDArray {
        let width = operand.dimensions.dropFirst().reduce(1, *)
        let array = NDArray(zeros: operand.dtype, dimensions: dimensions)
        ElementCopy.copy(
            operand.dtype, from: rawInput(index) + first * width * operand.dtype.byteCount,
            to: array.storage.baseAddress, count: count * width)
        return array
    }
}
