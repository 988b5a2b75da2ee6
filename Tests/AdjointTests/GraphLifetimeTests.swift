import Adjoint
import Testing

@Suite struct GraphLifetimeTests {
    /// Collections, variables, scopes and sessions refer to their graph; it must not be kept alive by itself.
    @Test func aGraphIsFreedWithItsLastUser() throws {
        weak var graph: Graph?
        do {
            let built = Graph(seed: 1)
            graph = built
            let x = built.placeholder(.float32, shape: [nil, 3], name: "x")
            let loss = x.dense(4, activation: .relu, kernelRegularizer: .l2(0.1), name: "hidden")
                .batchNormalization(training: true).mean().addingRegularizationLosses()
            let train = Adam(learningRate: 0.1).minimize(loss)
            built.add(loss, to: "mine")
            let session = try Session(built)
            try session.initializeVariables()
            try session.run(train, feeding: [x: NDArray(zeros: .float32, dimensions: [2, 3])])
            #expect(graph != nil)
        }
        #expect(graph == nil)
    }
}
