public import AdjointCore

/// Strings with the matches of a regular expression replaced. TF: `RegexReplace`.
///
/// pattern, rewrite: scalars; in what takes the place of a match, `\1` stands for its first group.
public struct RegexReplace: OperationDefinition {
    public static let type = "RegexReplace"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", .string), .tensor("pattern", .string), .tensor("rewrite", .string)],
        outputs: [.tensor("output", .string)])
    public static let attributes: [AttributeKey<RegexReplace>] = [.bool("replace_global", \.replacesAll)]

    /// Whether all matches are replaced, or only the first.
    public var replacesAll = true

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(1, rank: 0, role: "pattern")
        _ = try context.shape(2, rank: 0, role: "rewrite")
        return [context.shape(0)]
    }

    public static let gradient = GradientRule<RegexReplace>.notDifferentiable(reason: "strings have no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (count, replacesAll) = (context.outputs[0].count, replacesAll)
        return Kernel { arguments in
            let expression = try RegularExpression(arguments.text(1))
            let (rewrite, output) = (arguments.text(2), arguments.output(0, as: TensorString.self))
            for index in 0..<count {
                output[index] = TensorString(
                    try expression.replacing(arguments.text(0, at: index), with: rewrite, all: replacesAll))
            }
        }
    }
}
