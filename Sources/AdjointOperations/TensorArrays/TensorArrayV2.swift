public import AdjointCore

/// A new array of tensors, as the older kind of handle: a string. TF: `TensorArrayV2`, as graphs of 2016 have it.
public struct TensorArrayV2: OperationDefinition {
    public static let type = "TensorArrayV2"
    public static let signature = OperationSignature(
        inputs: [.tensor("size", .int32)], outputs: [.tensor("handle", .string)])
    public static let attributes: [AttributeKey<TensorArrayV2>] = TensorArrayV3.attributes
        .filter { $0.name != "identical_element_shapes" }.map { $0.within(\TensorArrayV2.current) }

    /// The op as it is named now.
    var current = TensorArrayV3()

    public init() {}

    public var traits: OperationTraits { .stringHandleEffect }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [[2]] }

    public static let gradient = GradientRule<TensorArrayV2>.stopsGradient(reason: "it makes an empty array")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let definition = current
        return Kernel { arguments in
            arguments.output(0, as: AnyObject?.self).pointee = try definition.array(
                count: Int(arguments.input(0, as: Int32.self).pointee))
        }
    }
}
