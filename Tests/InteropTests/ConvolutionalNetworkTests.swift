import Adjoint
import Testing

/// Convolutional networks against TensorFlow, name by name; TrainingTests says how they train.
@Suite(.enabled(if: TensorFlowOracle.isEnabled)) struct ConvolutionalNetworkTests {
    @Test func namesOfANetworkAreTensorFlows() throws {
        try TensorFlowOracle.compareNames(LeNet().graph, with: "lenet")
    }

    @Test func namesOfLayersAreTensorFlows() throws {
        try TensorFlowOracle.compareNames(
            LeNet.allLayers(), with: "convolutional_layers", expecting: "convolutional_differences.json")
    }
}
