import Adjoint
import Foundation
import Testing

/// Convolutional networks against TensorFlow, name by name; TrainingTests says how they train.
@Suite(.enabled(if: TensorFlowOracle.isEnabled)) struct ConvolutionalNetworkTests {
    @Test func namesOfANetworkAreTensorFlows() throws {
        try compareNames("lenet", LeNet().graph)
    }

    @Test func namesOfLayersAreTensorFlows() throws {
        try compareNames("convolutional_layers", LeNet.allLayers(), "convolutional_differences.json")
    }

    private func compareNames(_ program: String, _ graph: Graph, _ expected: String? = nil) throws {
        try graph.validate()
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("adjoint-\(program)-\(UInt64.random(in: 0 ... .max)).pb")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(graph.graphDef().serialized()).write(to: file)
        let differences = expected.map { TensorFlowOracle.scripts.appendingPathComponent($0).path }
        do {
            _ = try TensorFlowOracle.run(
                "compare_names.py", [program, file.path] + (differences.map { ["--expected", $0] } ?? []))
        } catch {
            Issue.record("\(error)")
        }
    }
}
