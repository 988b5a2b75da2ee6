public import AdjointCore

/// A value that must be fed. TF: `Placeholder`.
public struct Placeholder: OperationDefinition {
    public static let type = "Placeholder"
    public static let signature = OperationSignature(inputs: [], outputs: [.tensor("output", "dtype")])
    public static let attributes: [AttributeKey<Placeholder>] = [
        .type("dtype", \.dtype, required: true), .shape("shape", \.shape),
    ]

    var dtype = DType.float32
    var shape = Shape.unknown

    public init() {}

    init(_ dtype: DType, shape: Shape) {
        self.dtype = dtype
        self.shape = shape
    }

    public var traits: OperationTraits {
        var traits = OperationTraits()
        traits.role = .placeholder
        traits.isStateful = true
        return traits
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [shape] }

    public static let gradient = GradientRule<Placeholder>.stopsGradient(reason: "a placeholder has no inputs")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        Kernel { _ in throw OperationError("must be fed a value; feed it in `feeding:`") }
    }
}

extension Graph {
    /// A tensor whose value every run must feed. TF: `tf.placeholder`.
    ///
    /// - Parameter shape: What a fed value's shape must agree with, `nil` for a dimension that may be any size;
    ///   by default any shape at all.
    public func placeholder(
        _ dtype: DType, shape: Shape = .unknown, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor {
        addTensor(Placeholder(dtype, shape: shape), name: name, site: CreationSite(file, line))
    }
}
