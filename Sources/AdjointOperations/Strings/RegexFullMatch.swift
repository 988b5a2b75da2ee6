public import AdjointCore

/// Whether each string is wholly matched by a regular expression. TF: `RegexFullMatch`.
///
/// pattern: a scalar.
public struct RegexFullMatch: OperationDefinition {
    public static let type = "RegexFullMatch"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", .string), .tensor("pattern", .string)], outputs: [.tensor("output", .bool)])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(1, rank: 0, role: "pattern")
        return [context.shape(0)]
    }

    public static let gradient = GradientRule<RegexFullMatch>.notDifferentiable(reason: "strings have no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let count = context.outputs[0].count
        return Kernel { arguments in
            let expression = try RegularExpression(arguments.text(1))
            let output = arguments.output(0, as: Bool.self)
            for index in 0..<count { output[index] = try expression.matches(arguments.text(0, at: index)) }
        }
    }
}
