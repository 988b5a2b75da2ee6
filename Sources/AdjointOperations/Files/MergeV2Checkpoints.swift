public import AdjointCore
import AdjointFormats

/// Makes one checkpoint of several, each with its own data file. TF: `MergeV2Checkpoints`.
///
/// checkpoint_prefixes: a vector of strings; destination_prefix: a string.
public struct MergeV2Checkpoints: OperationDefinition {
    public static let type = "MergeV2Checkpoints"
    public static let signature = OperationSignature(
        inputs: [.tensor("checkpoint_prefixes", .string), .tensor("destination_prefix", .string)], outputs: [])
    public static let attributes: [AttributeKey<MergeV2Checkpoints>] = [
        .bool("delete_old_dirs", \.deletesOldDirectories), .bool("allow_missing_files", \.allowsMissingFiles),
    ]

    /// Whether the directories of the parts are removed if they are empty then.
    public var deletesOldDirectories = true
    /// Whether parts that do not exist are passed over.
    public var allowsMissingFiles = false

    public init() {}

    public var traits: OperationTraits { .outsideEffect }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard context.shape(0).isCompatible(withRank: 1), context.shape(1).isCompatible(with: .scalar) else {
            throw OperationError("takes a vector and a scalar, not \(context.shape(0)) and \(context.shape(1))")
        }
        return []
    }

    public static let gradient = GradientRule<MergeV2Checkpoints>.notDifferentiable(reason: "it has no outputs")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let count = context.inputs[0].count
        let (deletesOldDirectories, allowsMissingFiles) = (deletesOldDirectories, allowsMissingFiles)
        return Kernel { arguments in
            let files = POSIXFileSystem.posix
            var parts: [String] = []
            for index in 0..<count {
                let part = arguments.text(0, at: index)
                if allowsMissingFiles, try files.kind(of: TensorBundle.indexPath(part)) == nil { continue }
                parts.append(part)
            }
            let target = arguments.text(1)
            try files.createDirectory(Path.directory(of: target))
            try TensorBundle.merge(parts, to: target)
            guard deletesOldDirectories else { return }
            for directory in Set(parts.map(Path.directory)) where directory != Path.directory(of: target) {
                // What is left there is somebody else's.
                try? files.removeDirectory(directory)
            }
        }
    }
}
