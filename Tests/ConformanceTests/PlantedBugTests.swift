import Adjoint
import OperationCases
import Testing

/// The checkers find what they are for.
@Suite struct PlantedBugTests {
    @Test func nothingIsFoundInARightOp() throws {
        let operationCase = OperationCase.planted(RightSquare())
        #expect(try ShapeLaw.violations(of: operationCase, .float64).isEmpty)
        #expect(try GradientLaw.violations(of: operationCase).isEmpty)
        #expect(try BitLaw.violations(of: operationCase, .float32).isEmpty)
        #expect(MistakeLaw.violations(of: operationCase, .float32).isEmpty)
        var registry = OperationRegistry.standard
        registry.register(RightSquare.self)
        #expect(try RoundTripLaw.violations(of: operationCase, .float32, registry: registry).isEmpty)
    }

    @Test func aWrongGradientIsFound() throws {
        let laws = try GradientLaw.violations(of: .planted(SquareWithWrongGradient())).map(\.law)
        #expect(laws.contains("gradients"))
    }

    @Test func aWrongSecondOrderGradientIsFound() throws {
        let laws = try GradientLaw.violations(of: .planted(SquareWithWrongSecondOrder())).map(\.law)
        #expect(laws == ["second-order gradients"])
    }

    @Test func aMissingGradientIsFound() throws {
        let laws = try GradientLaw.violations(of: .planted(SquareWithoutGradient())).map(\.law)
        #expect(laws == ["gradients"])
    }

    @Test func anInexactKernelIsFound() throws {
        let laws = try GradientLaw.violations(of: .planted(InexactIdentity())).map(\.law)
        #expect(laws == ["float32"])
    }

    /// Whether a checker finds something, or a run fails before it can.
    private func isFound(_ check: () throws -> [Violation]) -> Bool {
        do { return try !check().isEmpty } catch { return true }
    }

    @Test func aWrongShapeIsFound() {
        #expect(isFound { try ShapeLaw.violations(of: .planted(WrongShape()), .float32) })
    }

    @Test func aForgottenShapeIsFound() {
        #expect(isFound { try ShapeLaw.violations(of: .planted(ForgottenShape()), .float64) })
        #expect(!isFound { try ShapeLaw.violations(of: .planted(ForgottenShape()), .float32) })
    }

    @Test func hiddenStateIsFound() throws {
        #expect(try !BitLaw.violations(of: .planted(HiddenState()), .float64).isEmpty)
    }

    @Test func aLostAttributeIsFound() throws {
        var registry = OperationRegistry.standard
        registry.register(LostAttribute.self)
        var definition = LostAttribute()
        #expect(try RoundTripLaw.violations(of: .planted(definition), .float64, registry: registry).isEmpty)
        definition.factor = 3
        #expect(try !RoundTripLaw.violations(of: .planted(definition), .float64, registry: registry).isEmpty)
    }

    @Test func anUnknownOpIsFoundInTheRoundTrip() {
        #expect(isFound { try RoundTripLaw.violations(of: .planted(RightSquare()), .float64) })
    }

    @Test func aMistakeThatNamesNoOpIsFound() {
        let anonymous = OperationCase("anonymous mistake", inputs: [.random([2])]) { inputs in
            inputs[0].dtype == .float32
                ? inputs[0] : inputs[0].graph.record(GraphError(.elementType, "something is wrong"))
        }
        #expect(!MistakeLaw.violations(of: anonymous, .float32).isEmpty)
    }

    @Test func anUncoveredOpIsFound() throws {
        let cases = [OperationCase.planted(RightSquare())]
        var registry = OperationRegistry([RightSquare.self])
        #expect(try RegistryLaw.violations(of: cases, registry: registry, exemptions: [:]).isEmpty)
        registry.register(LostAttribute.self)
        #expect(try RegistryLaw.violations(of: cases, registry: registry, exemptions: [:]).count == 1)
        let exemptions = ["LostAttribute": "it is not under test", "RightSquare": "needlessly"]
        #expect(try RegistryLaw.violations(of: cases, registry: registry, exemptions: exemptions).count == 1)
    }
}
