public import AdjointCore
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Its input; on the way it prints a message and further tensors to standard error. TF: `Print`.
public struct Print: OperationDefinition {
    public static let type = "Print"
    public static let signature = OperationSignature(
        inputs: [.tensor("input"), .list("data", types: "U")], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<Print>] = [
        .string("message", \.message), .int("first_n", \.callLimit), .int("summarize", \.elementLimit),
    ]

    /// What stands before the data.
    public var message = ""
    /// How many times a session prints it; always if negative.
    public var callLimit = -1
    /// How many elements of each tensor are shown; all if negative.
    public var elementLimit = 3

    public init() {}

    public var traits: OperationTraits {
        var traits = OperationTraits.outsideEffect
        traits.aliases = [0: 0]
        return traits
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.shape(0)] }

    public static let gradient = GradientRule<Print>.differentiable { _, context in
        [context.outputGradient()] + context.inputs.dropFirst().map { _ in nil }
    }

    private final class Calls: Sendable {
        let count = Mutex(0)
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (operands, definition) = (context.inputs, self)
        let calls = context.state.state(Calls.self) { Calls() }
        return Kernel { arguments in
            let number = calls.count.withLock { count in
                count += 1
                return count
            }
            guard definition.callLimit < 0 || number <= definition.callLimit else { return }
            let data = arguments.listing(from: 1, operands, elementLimit: definition.elementLimit)
            let text = Array((definition.message + data + "\n").utf8)
            // A message that cannot be written is no reason to end the run.
            _ = write(STDERR_FILENO, text, text.count)
        }
    }
}

extension Tensor {
    /// The same tensor; each time it is computed, a message and tensors are printed to standard error. TF: `tf.Print`.
    ///
    /// - Parameters:
    ///   - data: The tensors shown.
    ///   - message: What stands before them.
    ///   - callLimit: How many times a session prints; always by default.
    ///   - elementLimit: How many elements of each tensor are shown.
    public func printing(
        _ data: [Tensor], message: String = "", callLimit: Int? = nil, elementLimit: Int = 3, name: String? = nil,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        var definition = Print()
        definition.message = message
        definition.callLimit = callLimit ?? -1
        definition.elementLimit = elementLimit
        return graph.addTensor(definition, inputs: [self] + data, name: name, site: CreationSite(file, line))
    }
}
