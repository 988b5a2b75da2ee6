import Adjoint
import OperationCases

/// The law of the registry: every op type occurs in the graph of a case, with gradients of first and second order, or is
/// exempt for a stated reason; an exemption that is not needed is a violation too.
enum RegistryLaw {
    static func violations(
        of cases: [OperationCase], registry: OperationRegistry, exemptions: [String: String]
    ) throws -> [Violation] {
        var covered: Set<String> = []
        for operationCase in cases { covered.formUnion(try operationTypes(of: operationCase)) }
        let missing = Set(registry.definitions.keys).subtracting(covered)
        let exempt = Set(exemptions.keys)
        return missing.subtracting(exempt).sorted().map { Violation("registry", "no case has an op \($0)") }
            + exempt.subtracting(missing).sorted().map { Violation("registry", "\($0) needs no exemption") }
    }

    private static func operationTypes(of operationCase: OperationCase) throws -> Set<String> {
        var types: Set<String> = []
        for dtype in operationCase.dtypes.prefix(1) {
            let program = CaseProgram(operationCase, dtype)
            defer { types.formUnion(program.graph.operations.map(\.type)) }
            guard !program.isStateful else { continue }
            let dimensions = try program.run(program.outputs).map(\.dimensions)
            guard let first = program.differentiated(outputDimensions: dimensions) else { continue }
            let gradients = first.gradients.compactMap(\.self)
            guard !gradients.isEmpty, program.graph.mistakes.isEmpty else { continue }
            _ = program.graph.gradients(of: gradients, withRespectTo: first.sources + first.upstreams, name: "second")
        }
        return types
    }
}
