public import AdjointCore

/// Whether an optional holds something. TF: `OptionalHasValue`.
public struct OptionalHasValue: OperationDefinition {
    public static let type = "OptionalHasValue"
    public static let signature = OperationSignature(
        inputs: [.tensor("optional", .variant)], outputs: [.tensor("has_value", .bool)])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [.scalar] }

    public static let gradient = GradientRule<OptionalHasValue>.stopsGradient(reason: "a bool has no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        Kernel { arguments in
            arguments.output(0, as: Bool.self).pointee = try arguments.optional().components != nil
        }
    }
}
