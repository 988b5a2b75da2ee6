import Adjoint
import OperationCases

/// The law of shapes: an output has the shape and element type that was inferred for it, whatever was known when the
/// graph was built, and what was known changes no bit.
enum ShapeLaw {
    static func violations(of operationCase: OperationCase, _ dtype: DType) throws -> [Violation] {
        let full = CaseProgram(operationCase, dtype, areValuesConstant: true)
        let expected = try full.run(full.outputs)
        var result = compare(full.outputs, expected, mustBeFullyKnown: true, "all shapes known")
        let isDeterministic = !full.isRandom
        for knowledge in CaseProgram.ShapeKnowledge.allCases {
            let program = CaseProgram(operationCase, dtype, knowing: knowledge)
            // Some builders must know a rank or a size; then they must say so.
            if let mistake = program.graph.mistakes.first {
                if knowledge == .full || mistake.operationType == nil {
                    result.append(Violation("shapes", "building with \(knowledge) shapes: \(mistake)"))
                }
                continue
            }
            let values = try program.run(program.outputs)
            result += compare(program.outputs, values, mustBeFullyKnown: false, "\(knowledge)")
            for (index, pair) in zip(values, expected).enumerated()
            where isDeterministic && !pair.0.isBitwiseEqual(to: pair.1) {
                result.append(Violation("shapes", "output \(index) with \(knowledge): \(pair.0), not \(pair.1)"))
            }
        }
        return result
    }

    private static func compare(
        _ tensors: [Tensor], _ values: [NDArray], mustBeFullyKnown: Bool, _ situation: String
    ) -> [Violation] {
        zip(tensors, values).compactMap { tensor, value in
            guard tensor.dtype == value.dtype else {
                return Violation("shapes", "\(tensor) gave \(value.dtype.name) (\(situation))")
            }
            guard tensor.shape.isCompatible(with: value.shape) else {
                return Violation("shapes", "\(tensor) gave \(value.shape) (\(situation))")
            }
            let isFree = tensor.operation.definition?.traits.hasDataDependentShapes ?? false
            if mustBeFullyKnown, !isFree, !tensor.shape.isFullyKnown {
                return Violation("shapes", "\(tensor) was not inferred as \(value.shape) (\(situation))")
            }
            return nil
        }
    }
}

extension CaseProgram {
    /// Whether a value of the program is drawn at random.
    var isRandom: Bool { graph.operations.contains { $0.definition?.traits.isRandom ?? false } }
}
