public import AdjointCore

/// Brings a variable into a loop, which may write it there. TF: `RefEnter`.
public struct RefEnter: FrameEntering {
    public static let type = "RefEnter"
    public static let signature = OperationSignature(
        inputs: [.tensor("data", isReference: true)], outputs: [.tensor("output", isReference: true)])
    public static let attributes: [AttributeKey<RefEnter>] = [
        .string("frame_name", \.frameName), .bool("is_constant", \.isConstant),
        .int("parallel_iterations", \.parallelIterations),
    ]

    /// The loop's name: all its values enter under the same.
    public var frameName = ""
    /// Whether the value is the same in every iteration, rather than that of the first.
    public var isConstant = false
    /// Kept for TensorFlow: iterations here follow each other.
    public var parallelIterations = 10

    public init() {}

    /// An entry into the loop of the given name.
    public init(frameName: String, isConstant: Bool = false, parallelIterations: Int = 10) {
        self.frameName = frameName
        self.isConstant = isConstant
        self.parallelIterations = parallelIterations
    }

    public var traits: OperationTraits { .entering(frameName, isConstant: isConstant) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.shape(0)] }

    public static let gradient = GradientRule<RefEnter>.differentiable { definition, context in
        [context.gradientOfEnter(isConstant: definition.isConstant)]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { .empty }
}
