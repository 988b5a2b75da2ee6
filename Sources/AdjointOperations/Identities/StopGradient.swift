public import AdjointCore

/// Its input, taken as constant by differentiation. TF: `StopGradient`.
public struct StopGradient: OperationDefinition {
    public static let type = "StopGradient"
    public static let signature = OperationSignature(inputs: [.tensor("input")], outputs: [.tensor("output")])

    public init() {}

    public var traits: OperationTraits { .identity }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.shape(0)] }

    public func inferStaticValues(_ context: ShapeContext) -> [Int: StaticValue] { context.staticValueOfInputZero }

    public static let gradient = GradientRule<StopGradient>.stopsGradient(reason: "that is what it is for")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { .copying(context.inputs[0]) }
}

extension Tensor {
    /// A tensor of the same value through which no gradient flows. TF: `tf.stop_gradient`.
    public func stopGradient(name: String? = nil, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
        applying(StopGradient(), name: name, file: file, line: line)
    }
}
