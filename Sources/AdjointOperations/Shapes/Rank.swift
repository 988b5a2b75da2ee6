public import AdjointCore

/// The number of dimensions of its input. TF: `Rank`.
public struct Rank: OperationDefinition {
    public static let type = "Rank"
    public static let signature = OperationSignature(inputs: [.tensor("input")], outputs: [.tensor("output", .int32)])

    public init() {}

    public var traits: OperationTraits { .metadataOnly(inputs: 1) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [.scalar] }

    public func inferStaticValues(_ context: ShapeContext) -> [Int: StaticValue] {
        context.shape(0).rank.map { [0: .known(NDArray(Int32($0)))] } ?? [:]
    }

    public static let gradient = GradientRule<Rank>.stopsGradient(reason: "a rank is an integer")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        .writing([NDArray(Int32(context.inputs[0].dimensions.count))])
    }
}

extension Tensor {
    /// The number of dimensions as an int32 scalar that the graph computes. TF: `tf.rank`.
    ///
    /// - Parameter optimize: Whether a rank that is known already becomes a constant, as in TensorFlow.
    public func rankTensor(
        optimize: Bool = true, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        guard isValid else { return self }
        if optimize, let rank = shape.rank {
            return indexConstant([rank], dimensions: [], name: name ?? "Rank", site: CreationSite(file, line))
        }
        return applying(Rank(), name: name, file: file, line: line)
    }
}
