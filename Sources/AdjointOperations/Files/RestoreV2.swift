public import AdjointCore
import AdjointFormats

/// Reads tensors from a checkpoint, of whichever format. TF: `RestoreV2`.
///
/// prefix: a string; tensor_names, shape_and_slices: a string for each tensor, the latter empty for whole tensors.
public struct RestoreV2: OperationDefinition {
    public static let type = "RestoreV2"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("prefix", .string), .tensor("tensor_names", .string), .tensor("shape_and_slices", .string),
        ], outputs: [.list("tensors", types: "dtypes")])
    public static let attributes: [AttributeKey<RestoreV2>] = [.types("dtypes", \.dtypes)]

    /// The tensors' element types.
    public var dtypes: [DType] = []

    public init() {}

    /// The op for tensors of the given types.
    public init(dtypes: [DType]) { self.dtypes = dtypes }

    public var traits: OperationTraits { .outsideRead }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        try context.requireNames(count: dtypes.count)
        return [Shape](repeating: .unknown, count: dtypes.count)
    }

    public static let gradient = GradientRule<RestoreV2>.notDifferentiable(reason: "a file has no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let dtypes = dtypes
        return Kernel { arguments in
            let reader = try Checkpoint.open(arguments.text(0))
            for (index, dtype) in dtypes.enumerated() {
                let name = arguments.text(1, at: index)
                arguments.setOutput(
                    index, try reader.array(of: name, specification: arguments.text(2, at: index), dtype))
            }
        }
    }
}

extension CheckpointReader {
    /// A tensor, or the part that `specification` names if it is not empty.
    ///
    /// - Throws: ``OperationError`` if it is of another type than the op says.
    func array(of name: String, specification: String, _ dtype: DType) throws -> NDArray {
        let part = specification.isEmpty ? nil : try TensorPart(specification: specification)
        let array = try array(of: name, part: part)
        guard array.dtype == dtype else {
            throw OperationError("'\(name)' is \(array.dtype.name) in the file, not \(dtype.name)")
        }
        return array
    }
}
