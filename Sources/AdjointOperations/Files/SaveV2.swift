public import AdjointCore
import AdjointFormats

/// Writes tensors to a checkpoint of the second format, one data file, all of it at once. TF: `SaveV2`.
///
/// prefix: a string; tensor_names, shape_and_slices: a string for each tensor, the latter empty for whole tensors.
public struct SaveV2: OperationDefinition {
    public static let type = "SaveV2"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("prefix", .string), .tensor("tensor_names", .string), .tensor("shape_and_slices", .string),
            .list("tensors", types: "dtypes"),
        ], outputs: [])

    public init() {}

    public var traits: OperationTraits { .outsideEffect }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        try context.requireNames(count: context.inputs.count - 3)
        return []
    }

    public static let gradient = GradientRule<SaveV2>.notDifferentiable(reason: "it has no outputs")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let operands = Array(context.inputs.dropFirst(3))
        return Kernel { arguments in
            let prefix = arguments.text(0)
            let tensors = try SavedTensor.inputs(of: arguments, operands, first: 3, names: 1, parts: 2)
            try POSIXFileSystem.posix.createDirectory(Path.directory(of: prefix))
            var writer = try TensorBundleWriter(prefix: prefix)
            for tensor in tensors { try writer.add(tensor.name, tensor.array, part: tensor.part) }
            try writer.finish()
        }
    }
}

extension ShapeContext {
    /// Checks the inputs that all ops on checkpoints begin with: a prefix, and a name and a slice for each tensor.
    ///
    /// - Throws: ``OperationError``.
    func requireNames(count: Int, in inputs: [Int] = [1, 2]) throws {
        guard shape(0).isCompatible(with: .scalar) else {
            throw OperationError("the prefix must be a scalar, not \(shape(0))")
        }
        for index in inputs where !shape(index).isCompatible(with: Shape([count])) {
            throw OperationError("\(count) tensors need as many names and slices, not \(shape(index))")
        }
    }
}
