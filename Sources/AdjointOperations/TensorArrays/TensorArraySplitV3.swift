public import AdjointCore

/// Writes parts of a tensor, of the given extents along its first dimension, to a tensor array's elements.
/// TF: `TensorArraySplitV3`.
public struct TensorArraySplitV3: OperationDefinition {
    public static let type = "TensorArraySplitV3"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("handle", .resource), .tensor("value"), .tensor("lengths", .int64), .tensor("flow_in", .float32),
        ], outputs: [.tensor("flow_out", .float32)])

    public init() {}

    public var traits: OperationTraits { .runEffect }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [.scalar] }

    public static let gradient = GradientRule<TensorArraySplitV3>.differentiable { _, context in
        let flow = context.outputGradient()
        let array = context.gradientArray(dtype: context.inputs[1].dtype, flow: flow)
        return [nil, array.concatenated(), nil, flow]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (value, count) = (context.inputs[1], context.inputs[2].count)
        guard let rows = value.dimensions.first else { throw OperationError("a scalar cannot be split") }
        return Kernel { arguments in
            let array = try arguments.tensorArray()
            let lengths = arguments.input(2, as: Int64.self)
            var total = 0
            for part in 0..<count {
                guard let length = Int(exactly: lengths[part]), (0...rows).contains(length), total + length <= rows
                else { throw OperationError("the lengths do not fit the \(rows) rows of the value") }
                let dimensions = [length] + Array(value.dimensions.dropFirst())
                try array.write(arguments.rows(total, length, of: 1, value, dimensions: dimensions), at: part)
                total += length
            }
            guard total == rows else { throw OperationError("the lengths add up to \(total), not \(rows)") }
            arguments.output(0, as: Float.self).pointee = 0
        }
    }
}
