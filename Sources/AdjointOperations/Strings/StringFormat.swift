public import AdjointCore

/// A text with tensors in it. TF: `StringFormat`, of which `tf.print` and `tf.strings.format` are made.
///
/// A tensor is written as NumPy would, row by row in brackets; of each dimension the first and last few entries are shown.
public struct StringFormat: OperationDefinition {
    public static let type = "StringFormat"
    public static let signature = OperationSignature(
        inputs: [.list("inputs", types: "T")], outputs: [.tensor("output", .string)])
    public static let attributes: [AttributeKey<StringFormat>] = [
        .string("template", \.template), .string("placeholder", \.placeholder), .int("summarize", \.entryLimit),
    ]

    /// The text.
    public var template = "%s"
    /// What stands in the text where a tensor goes, one after the other.
    public var placeholder = "%s"
    /// How many entries are shown of the beginning, and as many of the end, of each dimension; all if negative.
    public var entryLimit = 3

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let pieces = try pieces()
        guard pieces.count - 1 == context.inputs.count else {
            throw OperationError(
                "the template has \(pieces.count - 1) placeholders '\(placeholder)' for \(context.inputs.count) tensors: "
                    + "there must be one for each")
        }
        return [.scalar]
    }

    public static let gradient = GradientRule<StringFormat>.notDifferentiable(reason: "strings have no derivative")

    /// The text between the placeholders.
    private func pieces() throws -> [[UInt8]] {
        let (text, mark) = (Array(template.utf8), Array(placeholder.utf8))
        guard !mark.isEmpty else { throw OperationError("the placeholder is empty: no text says where tensors go") }
        var pieces: [[UInt8]] = [[]]
        var rest = text[...]
        while let byte = rest.first {
            if rest.starts(with: mark) {
                pieces.append([])
                rest = rest.dropFirst(mark.count)
            } else {
                pieces[pieces.count - 1].append(byte)
                rest = rest.dropFirst()
            }
        }
        return pieces
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (operands, pieces, entryLimit) = (context.inputs, try pieces(), entryLimit)
        guard pieces.count == operands.count + 1 else {
            throw OperationError("there must be a placeholder for each tensor")
        }
        return Kernel { arguments in
            var text = pieces[0]
            for index in operands.indices {
                text += arguments.copy(of: index, operands[index]).summary(entryLimit: entryLimit) + pieces[index + 1]
            }
            arguments.output(0, as: TensorString.self).pointee = TensorString(bytes: text)
        }
    }
}

extension Graph {
    /// A text with tensors in it. TF: `tf.strings.format`.
    ///
    /// ```swift
    /// graph.format("loss {} after {} steps", [loss, step.value])
    /// ```
    /// - Parameters:
    ///   - template: The text, with `{}` where a tensor goes.
    ///   - tensors: The tensors, one for each place.
    ///   - entryLimit: How many entries are shown of the beginning, and as many of the end, of each dimension; all if negative.
    public func format(
        _ template: String, _ tensors: [Tensor], entryLimit: Int = 3, name: String? = nil,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        var definition = StringFormat()
        definition.template = template
        definition.placeholder = "{}"
        definition.entryLimit = entryLimit
        return addTensor(definition, inputs: tensors, name: name, site: CreationSite(file, line))
    }
}
