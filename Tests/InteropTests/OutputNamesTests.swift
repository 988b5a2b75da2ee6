import Adjoint
import Foundation
import Testing

/// Nodes in functions refer to an output by its name in TensorFlow's definition of the op.
@Suite(.enabled(if: TensorFlowOracle.isEnabled)) struct OutputNamesTests {
    private struct Names: Codable {
        var inputs: [String]
        var outputs: [String]
    }

    @Test func outputsAreCalledAsInTensorFlow() throws {
        let names = OperationRegistry.standard.definitions.mapValues { definition in
            Names(
                inputs: definition.signature.inputs.map(\.name), outputs: definition.signature.outputs.map(\.name))
        }
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("adjoint-names-\(UInt64.random(in: 0 ... .max)).json")
        defer { try? FileManager.default.removeItem(at: file) }
        try JSONEncoder().encode(names).write(to: file)
        let output = try TensorFlowOracle.run("output_names.py", [file.path])
        let differences = try JSONDecoder().decode([String: Names].self, from: Data(output.utf8))
        for (type, theirs) in differences.sorted(by: { $0.key < $1.key }) {
            Issue.record("\(type): \(names[type]!) is \(theirs) in TensorFlow")
        }
    }
}
