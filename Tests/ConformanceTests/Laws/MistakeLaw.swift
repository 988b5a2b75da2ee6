import Adjoint
import OperationCases

/// The law of mistakes: inputs of a wrong element type or shape either build, because the op takes them, or are recorded
/// as a mistake that names the op and a line of the program. Nothing traps.
enum MistakeLaw {
    static func violations(of operationCase: OperationCase, _ dtype: DType) -> [Violation] {
        let values = operationCase.inputs.enumerated().map { index, input in
            input.value(dtype, name: "\(operationCase.description) \(index)")
        }
        var result: [Violation] = []
        for index in values.indices {
            let dimensions = values[index].dimensions
            let wrongTypes: [DType] = [
                .string, .bool, .complex64, values[index].dtype == .float32 ? .float64 : .float32,
            ]
            for wrong in wrongTypes where wrong != values[index].dtype {
                result += check(operationCase, values, replacing: index, with: TensorType(wrong, Shape(dimensions)))
            }
            let wrongShapes: [Shape] = [
                Shape(dimensions + [3, 2]), Shape(dimensions.dropLast()), Shape(dimensions.map { $0 + 5 }),
            ]
            for wrong in wrongShapes {
                result += check(
                    operationCase, values, replacing: index, with: TensorType(values[index].dtype, wrong))
            }
        }
        return result
    }

    private static func check(
        _ operationCase: OperationCase, _ values: [NDArray], replacing index: Int, with type: TensorType
    ) -> [Violation] {
        let graph = Graph(seed: 7)
        let inputs = values.enumerated().map { position, value in
            let type = position == index ? type : TensorType(value.dtype, value.shape)
            return graph.placeholder(type.dtype, shape: type.shape, name: "input_\(position)")
        }
        let outputs = operationCase.build(inputs)
        guard let mistake = graph.mistakes.first else {
            return outputs.allSatisfy(\.isValid)
                ? [] : [Violation("mistakes", "input \(index) as \(type) gave an invalid tensor, but no mistake")]
        }
        let sites = [mistake.site] + mistake.subjects.map(\.site)
        guard mistake.operationType ?? mistake.operationName != nil, sites.contains(where: { $0 != nil }) else {
            return [Violation("mistakes", "input \(index) as \(type): no op or no line in \(mistake)")]
        }
        return []
    }
}
