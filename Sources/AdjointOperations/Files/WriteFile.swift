public import AdjointCore
import AdjointFormats

/// Writes a file, and makes the directories above it; what it held before is gone. TF: `WriteFile`.
///
/// filename, contents: scalar strings. No outputs.
public struct WriteFile: OperationDefinition {
    public static let type = "WriteFile"
    public static let signature = OperationSignature(
        inputs: [.tensor("filename", .string), .tensor("contents", .string)], outputs: [])

    public init() {}

    public var traits: OperationTraits {
        var traits = OperationTraits()
        traits.isStateful = true
        return traits
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(0, rank: 0, role: "filename")
        _ = try context.shape(1, rank: 0, role: "contents")
        return []
    }

    public static let gradient = GradientRule<WriteFile>.notDifferentiable(reason: "a file has no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        Kernel { arguments in
            let path = arguments.text(0)
            do {
                try POSIXFileSystem.posix.createDirectory(Path.directory(of: path))
                try AtomicFile.write(arguments.input(1, as: TensorString.self).pointee.bytes, to: path)
            } catch {
                throw OperationError("the file cannot be written: \(error)")
            }
        }
    }
}
