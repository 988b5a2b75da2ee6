import AdjointCore
import AdjointOperations
import AdjointRuntime

/// Runs single ops on values.
struct SingleOperation {
    /// The outputs of an op.
    ///
    /// - Throws: what building or running it throws.
    static func run<Definition: OperationDefinition>(
        _: Definition.Type, _ attributes: Attributes = [:], _ inputs: [NDArray]
    ) throws -> [NDArray] {
        let graph = Graph()
        let operation = graph.add(
            try Definition.decoding(attributes), inputs: inputs.map { graph.constant($0) },
            site: CreationSite(#fileID, #line))
        guard let operation else {
            try graph.validate()
            preconditionFailure("there is no op and no mistake")
        }
        return try Session(graph).run(fetches: operation.outputs)
    }

    /// What goes wrong with an op; `nil` if nothing does.
    static func mistake<Definition: OperationDefinition>(
        _ type: Definition.Type, _ attributes: Attributes = [:], _ inputs: [NDArray]
    ) -> String? {
        do {
            _ = try run(type, attributes, inputs)
            return nil
        } catch {
            return "\(error)"
        }
    }
}

extension NDArray {
    /// A scalar string.
    static func scalar(_ bytes: [UInt8]) -> NDArray {
        NDArray(strings: [TensorString(bytes: bytes)], dimensions: [])
    }
}
