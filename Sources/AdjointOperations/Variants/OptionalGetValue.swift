public import AdjointCore

/// The tensors that an optional holds; an error if it holds nothing. TF: `OptionalGetValue`.
public struct OptionalGetValue: OperationDefinition {
    public static let type = "OptionalGetValue"
    public static let signature = OperationSignature(
        inputs: [.tensor("optional", .variant)], outputs: [.list("components", types: "output_types")])
    public static let attributes: [AttributeKey<OptionalGetValue>] = [
        .types("output_types", \.outputTypes), .shapes("output_shapes", \.outputShapes),
    ]

    /// The tensors' element types.
    public var outputTypes: [DType] = []
    /// What is known of their shapes.
    public var outputShapes: [Shape] = []

    public init() {}

    /// The op for tensors of the given types and shapes.
    public init(_ types: [DType], shapes: [Shape]) {
        outputTypes = types
        outputShapes = shapes
    }

    public var traits: OperationTraits { .dataDependent }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard outputShapes.count == outputTypes.count else {
            throw OperationError("\(outputShapes.count) shapes are stated for \(outputTypes.count) tensors")
        }
        return outputShapes
    }

    public static let gradient = GradientRule<OptionalGetValue>.differentiable { _, context in
        [
            context.graph.addTensor(
                OptionalFromValue(), inputs: context.outputs.indices.map { context.outputGradient($0) })
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (types, shapes) = (outputTypes, outputShapes)
        return Kernel { arguments in
            guard let components = try arguments.optional().components else {
                throw OperationError("the optional holds nothing")
            }
            guard components.count == types.count else {
                throw OperationError("the optional holds \(components.count) tensors, not \(types.count)")
            }
            for (index, component) in components.enumerated() {
                guard component.dtype == types[index], shapes[index].isCompatible(with: component.shape) else {
                    throw OperationError(
                        "component \(index) is \(component.dtype.name) \(component.shape), not \(types[index].name) "
                            + "\(shapes[index])")
                }
                arguments.setOutput(index, component)
            }
        }
    }
}
