public import AdjointCore

/// An optional that holds its inputs. TF: `OptionalFromValue`.
public struct OptionalFromValue: OperationDefinition {
    public static let type = "OptionalFromValue"
    public static let signature = OperationSignature(
        inputs: [.list("components", types: "Toutput_types")], outputs: [.tensor("optional", .variant)])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [.scalar] }

    public static let gradient = GradientRule<OptionalFromValue>.differentiable { _, context in
        guard let arrived = context.outputGradients[0] else { return context.inputs.map { _ in nil } }
        return context.graph.addTensors(
            OptionalGetValue(context.inputs.map(\.dtype), shapes: context.inputs.map(\.shape)), inputs: [arrived],
            count: context.inputs.count)
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let operands = context.inputs
        return Kernel { arguments in
            arguments.setVariant(
                OptionalTensors(operands.indices.map { arguments.copy(of: $0, operands[$0]) }))
        }
    }
}
