public import AdjointCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Prints a text when it runs. TF: `PrintV2`, which `tf.print` ends in.
public struct PrintV2: OperationDefinition {
    public static let type = "PrintV2"
    public static let signature = OperationSignature(inputs: [.tensor("input", .string)], outputs: [])
    public static let attributes: [AttributeKey<PrintV2>] = [
        .string("output_stream", \.destination), .string("end", \.end),
    ]

    /// Where the text goes: `stderr`, `stdout`, `log(info)`, `log(warning)`, `log(error)` (all to standard error here), or
    /// `file://` and the path of a file, to whose end it is added.
    public var destination = "stderr"
    /// What follows the text.
    public var end = "\n"

    public init() {}

    public var traits: OperationTraits { .outsideEffect }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard context.shape(0).isCompatible(with: .scalar) else {
            throw OperationError("the text must be one string, not of shape \(context.shape(0))")
        }
        guard path != nil || Self.streams[destination] != nil else {
            throw OperationError(
                "output_stream '\(destination)' is none of \(Self.streams.keys.sorted().joined(separator: ", ")) and no file://"
            )
        }
        return []
    }

    public static let gradient = GradientRule<PrintV2>.stopsGradient(reason: "it has no outputs")

    private static let streams = [
        "stderr": STDERR_FILENO, "stdout": STDOUT_FILENO, "log(info)": STDERR_FILENO, "log(warning)": STDERR_FILENO,
        "log(error)": STDERR_FILENO,
    ]

    /// The file's path, if the text goes to a file.
    private var path: String? { destination.hasPrefix("file://") ? String(destination.dropFirst(7)) : nil }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (path, stream, end) = (path, Self.streams[destination] ?? STDERR_FILENO, Array(end.utf8))
        return Kernel { arguments in
            let text = Array(arguments.input(0, as: TensorString.self).pointee.bytes) + end
            guard let path else {
                // A message that cannot be written is no reason to end the run.
                _ = write(stream, text, text.count)
                return
            }
            guard let file = fopen(path, "a") else {
                throw OperationError("\(path) cannot be written to: \(String(cString: strerror(errno)))")
            }
            let count = fwrite(text, 1, text.count, file)
            guard fclose(file) == 0, count == text.count else {
                throw OperationError("\(path) cannot be written to: \(String(cString: strerror(errno)))")
            }
        }
    }
}

extension Graph {
    /// An operation that prints a text with tensors in it; other operations wait for it. TF: `tf.print`.
    ///
    /// ```swift
    /// let note = graph.print("loss {}", [loss])
    /// ```
    /// - Parameters:
    ///   - template: The text, with `{}` where a tensor goes.
    ///   - tensors: The tensors, one for each place.
    ///   - destination: `stderr`, `stdout`, or `file://` and a path.
    ///   - entryLimit: How many entries are shown of the beginning, and as many of the end, of each dimension; all if negative.
    /// - Returns: `nil` after a mistake, which is recorded.
    @discardableResult
    public func print(
        _ template: String, _ tensors: [Tensor] = [], to destination: String = "stderr", entryLimit: Int = 3,
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Operation? {
        let text = format(template, tensors, entryLimit: entryLimit, file: file, line: line)
        guard text.isValid else { return nil }
        var definition = PrintV2()
        definition.destination = destination
        return add(definition, inputs: [text], name: name, site: CreationSite(file, line))
    }
}
