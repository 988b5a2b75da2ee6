public import AdjointCore
import AdjointFormats

/// The values of several serialized `Summary` messages in one. TF: `MergeSummary`.
///
/// A tag that occurs twice is an error of the run.
public struct MergeSummary: OperationDefinition {
    public static let type = "MergeSummary"
    public static let signature = OperationSignature(
        inputs: [.list("inputs", .string)], outputs: [.tensor("summary", .string)])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [.scalar] }

    public static let gradient = GradientRule<MergeSummary>.notDifferentiable(reason: "strings have no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let counts = context.inputs.map(\.count)
        return Kernel { arguments in
            var merged = Summary()
            var tags: Set<String> = []
            for (input, count) in counts.enumerated() {
                let messages = arguments.input(input, as: TensorString.self)
                for index in 0..<count {
                    guard let summary = try? Summary(serialized: Bytes(messages[index].bytes)) else {
                        throw OperationError("input \(input) holds no summary")
                    }
                    for value in summary.values where !value.tag.isEmpty && !tags.insert(value.tag).inserted {
                        throw OperationError("the tag '\(value.tag)' occurs twice")
                    }
                    merged.values += summary.values
                }
            }
            arguments.output(0, as: TensorString.self).pointee = TensorString(bytes: merged.serialized())
        }
    }
}
