import Adjoint
import AdjointCore

extension OperationCase {
    /// Op types that imported graphs hold while the builders here make something else, or work the value out.
    static let imported: [OperationCase] = [
        imported("OnesLike", OnesLike()), imported("PreventGradient", PreventGradient(message: "a test")),
        imported("Rank as an op", Rank()), imported("Size as an op", Size()), imported("Snapshot", Snapshot()),
    ]

    private static func imported<Definition: OperationDefinition>(
        _ name: String, _ definition: Definition
    ) -> OperationCase {
        OperationCase(name, inputs: [.random([2, 3])]) { inputs in
            inputs[0].graph.addTensor(definition, inputs: inputs, site: CreationSite(#fileID, #line))
        }
    }
}
