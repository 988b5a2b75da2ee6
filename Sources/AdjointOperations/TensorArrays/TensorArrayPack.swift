public import AdjointCore

/// All elements of a tensor array, stacked, as graphs before ``TensorArrayGatherV3`` have it. TF: `TensorArrayPack`.
public struct TensorArrayPack: OperationDefinition {
    public static let type = "TensorArrayPack"
    public static let signature = OperationSignature(
        inputs: [.tensor("handle", .string, isReference: true), .tensor("flow_in", .float32)],
        outputs: [.tensor("value", "dtype")])
    public static let attributes: [AttributeKey<TensorArrayPack>] = TensorArrayGatherV3.attributes
        .map { $0.within(\TensorArrayPack.gathering) }

    /// The op that gathers any elements.
    var gathering = TensorArrayGatherV3()

    public init() {}

    public var traits: OperationTraits {
        var traits = gathering.traits
        traits.hasStringHandle = true
        return traits
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        [gathering.elementShape.partialDimensions.map { Shape([nil] + $0) } ?? .unknown]
    }

    public static let gradient = GradientRule<TensorArrayPack>.notDifferentiable(
        reason: "nothing builds gradients of such old graphs")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let gathering = gathering
        return Kernel { arguments in
            let array = try arguments.tensorArray()
            arguments.setOutput(0, try gathering.stacked(Array(0..<array.count), of: array))
        }
    }
}
