public import AdjointCore
import AdjointFormats

/// Writes tensors, or parts of tensors, to a checkpoint of the first format. TF: `SaveSlices`.
///
/// filename: a string; tensor_names, shapes_and_slices: a string for each tensor, the latter empty for whole tensors.
public struct SaveSlices: OperationDefinition {
    public static let type = "SaveSlices"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("filename", .string), .tensor("tensor_names", .string), .tensor("shapes_and_slices", .string),
            .list("data", types: "T"),
        ], outputs: [])

    public init() {}

    public var traits: OperationTraits { .outsideEffect }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        try context.requireNames(count: context.inputs.count - 3)
        return []
    }

    public static let gradient = GradientRule<SaveSlices>.notDifferentiable(reason: "it has no outputs")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let operands = Array(context.inputs.dropFirst(3))
        return Kernel { arguments in
            try SavedTensor.inputs(of: arguments, operands, first: 3, names: 1, parts: 2)
                .writeLegacyCheckpoint(arguments.text(0))
        }
    }
}
