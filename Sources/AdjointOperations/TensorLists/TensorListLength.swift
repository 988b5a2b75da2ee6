public import AdjointCore

/// The number of elements of a list. TF: `TensorListLength`.
public struct TensorListLength: OperationDefinition {
    public static let type = "TensorListLength"
    public static let signature = OperationSignature(
        inputs: [.tensor("input_handle", .variant)], outputs: [.tensor("length", .int32)])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [.scalar] }

    public static let gradient = GradientRule<TensorListLength>.stopsGradient(
        reason: "a length does not depend on the elements")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        Kernel { arguments in
            arguments.output(0, as: Int32.self).pointee = Int32(try arguments.list().elements.count)
        }
    }
}
