public import AdjointCore
import AdjointFormats

/// The contents of a file. TF: `ReadFile`.
///
/// filename: a scalar string.
public struct ReadFile: OperationDefinition {
    public static let type = "ReadFile"
    public static let signature = OperationSignature(
        inputs: [.tensor("filename", .string)], outputs: [.tensor("contents", .string)])

    public init() {}

    public var traits: OperationTraits {
        var traits = OperationTraits()
        traits.isStateful = true
        return traits
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(0, rank: 0, role: "filename")
        return [.scalar]
    }

    public static let gradient = GradientRule<ReadFile>.notDifferentiable(reason: "a file has no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        Kernel { arguments in
            let path = arguments.text(0)
            do {
                let contents = try POSIXFileSystem.posix.read(path)
                arguments.output(0, as: TensorString.self).pointee = TensorString(bytes: Array(contents))
            } catch {
                throw OperationError("the file cannot be read: \(error)")
            }
        }
    }
}
