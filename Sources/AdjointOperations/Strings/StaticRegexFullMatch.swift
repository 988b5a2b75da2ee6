public import AdjointCore

/// Whether each string is wholly matched by a regular expression. TF: `StaticRegexFullMatch`.
///
/// Sharded savers ask so whether a path is one of a remote store.
public struct StaticRegexFullMatch: OperationDefinition {
    public static let type = "StaticRegexFullMatch"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", .string)], outputs: [.tensor("output", .bool)])
    public static let attributes: [AttributeKey<StaticRegexFullMatch>] = [.string("pattern", \.pattern)]

    /// The regular expression.
    public var pattern = ""

    public init() {}

    /// The op for a pattern.
    public init(pattern: String) { self.pattern = pattern }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.shape(0)] }

    public static let gradient = GradientRule<StaticRegexFullMatch>.notDifferentiable(
        reason: "strings have no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (pattern, count) = (pattern, context.inputs[0].count)
        _ = try RegularExpression(pattern)
        return Kernel { arguments in
            let expression = try RegularExpression(pattern)
            let output = arguments.output(0, as: Bool.self)
            for index in 0..<count {
                output[index] = try expression.matches(arguments.text(0, at: index))
            }
        }
    }
}

extension Tensor {
    /// Whether each string is wholly matched by a regular expression. TF: `tf.strings.regex_full_match`.
    public func isMatched(
        by pattern: String, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        graph.addTensor(
            StaticRegexFullMatch(pattern: pattern), inputs: [self], name: name, site: CreationSite(file, line))
    }
}
