public import AdjointCore

/// All classes, each once. TF: `AllCandidateSampler`.
///
/// true_classes: `[batch, num_true]`; there are as many classes as samples.
public struct AllCandidateSampler: CandidateSamplerOperation {
    public static let type = "AllCandidateSampler"
    public static let signature = OperationSignature.candidateSampler
    public static let attributes: [AttributeKey<AllCandidateSampler>] = settingsAttributes

    /// What the attributes of all samplers set.
    public var settings = CandidateSettings()
    var classCount: Int { settings.sampleCount }

    public init() {}

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (count, trueCount) = (settings.sampleCount, context.inputs[0].count)
        return Kernel { arguments in
            let classes = arguments.input(0, as: Int64.self)
            for index in 0..<trueCount where !(0..<Int64(count)).contains(classes[index]) {
                throw OperationError("class \(classes[index]) is not one of \(count)")
            }
            for index in 0..<count { arguments.output(0, as: Int64.self)[index] = Int64(index) }
            arguments.output(1, as: Float.self).update(repeating: 1, count: trueCount)
            arguments.output(2, as: Float.self).update(repeating: 1, count: count)
        }
    }
}
