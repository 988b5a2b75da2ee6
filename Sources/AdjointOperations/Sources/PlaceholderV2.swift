public import AdjointCore

/// A value that must be fed, whose shape is stated. TF: `PlaceholderV2`, as some graphs of 2016 have it.
public struct PlaceholderV2: OperationDefinition {
    public static let type = "PlaceholderV2"
    public static let signature = Placeholder.signature
    public static let attributes: [AttributeKey<PlaceholderV2>] = Placeholder.attributes.map {
        $0.within(\PlaceholderV2.current)
    }

    /// The op as it is named now.
    var current = Placeholder()

    public init() {}

    public var traits: OperationTraits { current.traits }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { try current.inferShapes(context) }

    public static let gradient = GradientRule<PlaceholderV2>.stopsGradient(reason: "a placeholder has no inputs")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { try current.bind(context) }
}
