public import AdjointCore

/// Strings joined element by element. TF: `StringJoin`.
///
/// inputs: one or more tensors of strings, all of one shape but for scalars, which stand for any.
public struct StringJoin: OperationDefinition {
    public static let type = "StringJoin"
    public static let signature = OperationSignature(
        inputs: [.list("inputs", .string)], outputs: [.tensor("output", .string)])
    public static let attributes: [AttributeKey<StringJoin>] = [.string("separator", \.separator)]

    /// What stands between the parts.
    public var separator = ""

    public init() {}

    /// The op with something between the parts.
    public init(separator: String) { self.separator = separator }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        var result = Shape.scalar
        for input in context.inputs where input.shape.rank != 0 {
            guard let merged = result.rank == 0 ? input.shape : result.merged(with: input.shape) else {
                throw OperationError("shapes differ: \(result) and \(input.shape)")
            }
            // Of unknown rank it may be a scalar, and so say nothing of the others.
            if input.shape.rank == nil { return [.unknown] }
            result = merged
        }
        return [result]
    }

    public static let gradient = GradientRule<StringJoin>.notDifferentiable(reason: "strings have no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let isScalar = context.inputs.map(\.dimensions.isEmpty)
        let (count, separator) = (context.outputs[0].count, Array(separator.utf8))
        return Kernel { arguments in
            let output = arguments.output(0, as: TensorString.self)
            for index in 0..<count {
                var joined: [UInt8] = []
                for input in isScalar.indices {
                    if input > 0 { joined += separator }
                    joined += arguments.input(input, as: TensorString.self)[isScalar[input] ? 0 : index].bytes
                }
                output[index] = TensorString(bytes: joined)
            }
        }
    }
}

/// Strings joined element by element. TF: `tf.strings.join`.
///
/// - Precondition: there is at least one tensor.
public func join(
    _ strings: [Tensor], separator: String = "", name: String? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    strings[0].graph.addTensor(
        StringJoin(separator: separator), inputs: strings, name: name, site: CreationSite(file, line))
}
