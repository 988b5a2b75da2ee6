import Adjoint
import AdjointCore
import Testing

/// Nodes for which a program put another gradient in the place of their op's.
@Suite struct GradientOverrideTests {
    private func overriding(_ type: String) -> Attributes {
        var attributes = Attributes()
        attributes["_gradient_op_type"] = .string(TensorString(type))
        return attributes
    }

    @Test("a rounding whose gradient is that of the identity lets gradients pass")
    func theStatedRuleIsUsed() throws {
        let graph = Graph()
        let x = graph.constant([Float(0.4), 1.6])
        let rounded = graph.addTensor(Round(), inputs: [x], attributes: overriding("Identity"))
        let plain = graph.addTensor(Round(), inputs: [x])
        let gradients = graph.gradients(of: [(rounded * 3).sum()], withRespectTo: [x])
        #expect(graph.gradients(of: plain.sum(), withRespectTo: [x])[0] == nil)
        #expect(graph.missingGradientReason(of: rounded, withRespectTo: x) == nil)
        let session = try Session(graph)
        #expect(try session.run(try #require(gradients[0])).doubles == [3, 3])
    }

    @Test(
        arguments: [
            ("FlipGradient", "the graph does not hold"), ("MatMul", "has other inputs or outputs"),
            ("Unpack", "attribute 'num' is missing"),
        ])
    func othersAreRefused(_ type: String, _ reason: String) throws {
        let graph = Graph()
        let x = graph.constant([Float(0.4), 1.6])
        let y = graph.addTensor(Tanh(), inputs: [x], attributes: overriding(type))
        _ = graph.gradients(of: y.sum(), withRespectTo: [x])
        let mistake = try #require(graph.mistakes.first)
        #expect(mistake.description.contains(reason), "\(mistake)")
    }
}
