import Adjoint
package import AdjointCore

extension OperationCase {
    /// A case that adds one op by its type, with attributes beside those that the inputs determine.
    package static func raw(
        _ type: String, _ detail: String = "", dtypes: [DType] = [.float32, .float64],
        attributes: [String: AttributeValue] = [:], inputs: [Input]
    ) -> OperationCase {
        OperationCase(
            type + (detail.isEmpty ? "" : ", \(detail)"), dtypes: dtypes, inputs: inputs,
            buildAll: { inputs in
                let graph = inputs[0].graph
                return graph.addRaw(type, attributes: attributes, inputs: inputs)?.outputs ?? [.invalid(in: graph)]
            })
    }
}

extension Graph {
    /// Adds an op of the registry by its type; `nil` for a mistake, which is recorded.
    package func addRaw(
        _ type: String, attributes: [String: AttributeValue] = [:], inputs: [Tensor], name: String? = nil
    ) -> Operation? {
        func add<Definition: OperationDefinition>(_: Definition.Type) -> Operation? {
            var decoded = Attributes()
            for (name, value) in attributes { decoded[name] = value }
            do {
                return self.add(
                    try Definition.decoding(decoded), inputs: inputs, name: name, site: CreationSite(#fileID, #line))
            } catch {
                preconditionFailure("\(type): \(error)")
            }
        }
        guard let definition = OperationRegistry.standard.definitions[type] else {
            preconditionFailure("there is no op \(type)")
        }
        return add(definition)
    }
}

extension Tensor {
    /// A tensor that stands for a mistake.
    package static func invalid(in graph: Graph) -> Tensor { Operation.invalid(in: graph).output() }
}
