public import AdjointCore

/// Writes an element of a tensor array. TF: `TensorArrayWriteV3`.
public struct TensorArrayWriteV3: OperationDefinition {
    public static let type = "TensorArrayWriteV3"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("handle", .resource), .tensor("index", .int32), .tensor("value"), .tensor("flow_in", .float32),
        ], outputs: [.tensor("flow_out", .float32)])

    public init() {}

    public var traits: OperationTraits { .runEffect }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [.scalar] }

    public static let gradient = GradientRule<TensorArrayWriteV3>.differentiable { _, context in
        let flow = context.outputGradient()
        let array = context.gradientArray(dtype: context.inputs[2].dtype, flow: flow)
        return [nil, nil, array.read(context.inputs[1]), flow]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let value = context.inputs[2]
        return Kernel { arguments in
            try arguments.tensorArray().write(
                arguments.copy(of: 2, value), at: Int(arguments.input(1, as: Int32.self).pointee))
            arguments.output(0, as: Float.self).pointee = 0
        }
    }
}
