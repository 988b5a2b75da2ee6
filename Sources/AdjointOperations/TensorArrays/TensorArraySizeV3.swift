public import AdjointCore

/// The number of elements of a tensor array. TF: `TensorArraySizeV3`.
public struct TensorArraySizeV3: OperationDefinition {
    public static let type = "TensorArraySizeV3"
    public static let signature = OperationSignature(
        inputs: [.tensor("handle", .resource), .tensor("flow_in", .float32)], outputs: [.tensor("size", .int32)])

    public init() {}

    public var traits: OperationTraits { .runEffect }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [.scalar] }

    public static let gradient = GradientRule<TensorArraySizeV3>.stopsGradient(reason: "a size is an integer")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        Kernel { arguments in
            let array = try arguments.tensorArray()
            try array.checkOpen()
            arguments.output(0, as: Int32.self).pointee = Int32(array.count)
        }
    }
}
