import Adjoint
import FileTestSupport
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
        let output = try withTemporaryDirectory { directory in
            let file = directory + "/names.json"
            try JSONEncoder().encode(names).write(to: URL(fileURLWithPath: file))
            return try TensorFlowOracle.run("output_names.py", [file])
        }
        let differences = try JSONDecoder().decode([String: Names].self, from: Data(output.utf8))
        for (type, theirs) in differences.sorted(by: { $0.key < $1.key }) {
            Issue.record("\(type): \(names[type]!) is \(theirs) in TensorFlow")
        }
    }
}
