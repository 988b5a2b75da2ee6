public import AdjointCore
import AdjointFormats

/// Writes tensors to a checkpoint of the first format. TF: `Save`.
///
/// filename: a string; tensor_names: a string for each tensor.
public struct Save: OperationDefinition {
    public static let type = "Save"
    public static let signature = OperationSignature(
        inputs: [.tensor("filename", .string), .tensor("tensor_names", .string), .list("data", types: "T")],
        outputs: [])

    public init() {}

    public var traits: OperationTraits { .outsideEffect }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        try context.requireNames(count: context.inputs.count - 2, in: [1])
        return []
    }

    public static let gradient = GradientRule<Save>.notDifferentiable(reason: "it has no outputs")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let operands = Array(context.inputs.dropFirst(2))
        return Kernel { arguments in
            try SavedTensor.inputs(of: arguments, operands, first: 2, names: 1, parts: nil)
                .writeLegacyCheckpoint(arguments.text(0))
        }
    }
}

extension [SavedTensor] {
    /// Writes the tensors to a checkpoint of the first format.
    func writeLegacyCheckpoint(_ path: String) throws {
        try POSIXFileSystem.posix.createDirectory(Path.directory(of: path))
        var writer = LegacyCheckpointWriter(path: path)
        for tensor in self { try writer.add(tensor.name, StoredArray(tensor.array), part: tensor.part) }
        try writer.finish()
    }
}
