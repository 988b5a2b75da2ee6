import Adjoint
import OperationCases

/// The law of gradients: along any direction, the gradients of first and second order agree with central differences
/// computed in float64; float32 agrees with float64.
struct GradientLaw {
    /// The relative difference allowed, of the sum of the magnitudes that enter.
    static func tolerance(_ dtype: DType) -> Double { dtype == .float32 ? 1e-5 : 1e-8 }

    /// The step of the differences. Fourth-order: the error is that of rounding, about 1e-16 / 1e-4.
    private static let step = 1e-4

    /// Ops through which no gradient passes although the output changes with the input: that is what they are for.
    private static let intendedCuts: Set<String> = ["StopGradient"]

    static func violations(of operationCase: OperationCase) throws -> [Violation] {
        guard operationCase.dtypes.contains(.float64) else { return [] }
        let plain = CaseProgram(operationCase, .float64)
        guard !plain.isStateful else { return [] }
        let outputs = try plain.run(plain.outputs)
        let dimensions = outputs.map(\.dimensions)
        guard let first = plain.differentiated(outputDimensions: dimensions) else { return [] }
        if let mistake = plain.graph.mistakes.first { return [unavailable(mistake)].compactMap(\.self) }
        var result = try check(first)
        result += try secondOrder(operationCase, dimensions)
        if operationCase.dtypes.contains(.float32) { result += try float32(operationCase, dimensions, first) }
        return result
    }

    /// An op without a gradient is no violation if its definition says so; then the error must name it.
    private static func unavailable(_ mistake: GraphError) -> Violation? {
        guard mistake.kind == .gradient, let type = mistake.operationType,
            OperationRegistry.standard.definitions[type]?.init().isDeclaredNotDifferentiable ?? false
        else { return Violation("gradients", "\(mistake)") }
        return nil
    }

    private static func check(_ first: CaseProgram.Differentiated) throws -> [Violation] {
        let directions = directions(of: first.sources, like: first.sourceValues, "direction", in: first)
        var result: [Violation] = []
        for (index, gradient) in first.gradients.enumerated() {
            guard let gradient else { continue }
            if gradient.dtype != first.sources[index].dtype
                || !gradient.shape.isCompatible(with: first.sourceValues[index].shape)
            {
                result.append(Violation("gradients", "that of \(first.sources[index]) is \(gradient)"))
            }
        }
        let gradients = try first.program.run(first.gradients.compactMap(\.self), feeding: first.feeds)
        var values = gradients[...]
        let analytic = first.gradients.map { $0 == nil ? nil : values.removeFirst().doubles! }
        return result
            + (try compare(
                "gradients", function: first.results, weights: first.upstreamValues.map { $0.doubles! },
                arguments: first.sources, at: first.sourceValues, along: directions, gradients: analytic,
                feeds: first.feeds, in: first.program))
    }

    private static func secondOrder(
        _ operationCase: OperationCase, _ dimensions: [[Int]]
    ) throws -> [Violation] {
        let program = CaseProgram(operationCase, .float64)
        guard let first = program.differentiated(outputDimensions: dimensions) else { return [] }
        let connected = first.gradients.indices.filter { first.gradients[$0] != nil }
        guard !connected.isEmpty else { return [] }
        let gradients = connected.map { first.gradients[$0]! }
        let weights = direction(like: connected.map { first.sourceValues[$0] }, "second")
        let weightTensors = zip(connected, weights).map { index, weights in
            program.graph.constant(
                NDArray(weights, dimensions: first.sourceValues[index].dimensions), name: "weight_\(index)")
        }
        let arguments = first.sources + first.upstreams
        let second = program.graph.gradients(
            of: gradients, withRespectTo: arguments, gradientsOfYs: weightTensors, name: "second")
        if let mistake = program.graph.mistakes.first { return [unavailable(mistake)].compactMap(\.self) }
        var values = try program.run(second.compactMap(\.self), feeding: first.feeds)[...]
        let analytic = second.map { $0 == nil ? nil : values.removeFirst().doubles! }
        let argumentValues = first.sourceValues + first.upstreamValues
        return try compare(
            "second-order gradients", function: gradients, weights: weights, arguments: arguments, at: argumentValues,
            along: directions(of: arguments, like: argumentValues, "second direction", in: first), gradients: analytic, feeds: first.feeds,
            in: program)
    }

    /// Compares ⟨gradients, directions⟩ with the derivative of Σ weights·function along the directions.
    private static func compare(
        _ law: String, function: [Tensor], weights: [[Double]], arguments: [Tensor], at values: [NDArray],
        along directions: [[Double]], gradients: [[Double]?], feeds: Feeds, in program: CaseProgram
    ) throws -> [Violation] {
        let session = try Session(program.graph, options: SessionOptions(threadCount: 1))
        try session.initializeVariables()
        var magnitude = 0.0
        func weighted(_ distance: Double) throws -> Double {
            var feeds = feeds
            for (index, argument) in arguments.enumerated() {
                let moved = zip(values[index].doubles!, directions[index]).map { $0 + distance * $1 }
                feeds[argument] = NDArray(moved, dimensions: values[index].dimensions)
            }
            var total = 0.0
            for (value, weight) in zip(try session.run(fetches: function, feeding: feeds), weights) {
                for (element, weight) in zip(value.doubles!, weight) {
                    total += element * weight
                    magnitude += abs(element * weight)
                }
            }
            return total
        }
        let near = try weighted(step) - weighted(-step)
        let far = try weighted(2 * step) - weighted(-2 * step)
        let numeric = (8 * near - far) / (12 * step)
        var analytic = 0.0
        for (gradient, direction) in zip(gradients, directions) {
            for (element, direction) in zip(gradient ?? [], direction) {
                analytic += element * direction
                magnitude += abs(element * direction)
            }
        }
        guard abs(numeric - analytic) <= tolerance(.float64) * (1 + magnitude) else {
            return [Violation(law, "differences give \(numeric), the gradients \(analytic)")]
        }
        return []
    }

    private static func float32(
        _ operationCase: OperationCase, _ dimensions: [[Int]], _ reference: CaseProgram.Differentiated
    ) throws -> [Violation] {
        let program = CaseProgram(operationCase, .float32)
        guard let first = program.differentiated(outputDimensions: dimensions) else { return [] }
        let fetches = first.results + first.gradients.compactMap(\.self)
        let referenceFetches = reference.results + reference.gradients.compactMap(\.self)
        guard fetches.count == referenceFetches.count else {
            return [Violation("float32", "has \(fetches.count) results and gradients, not \(referenceFetches.count)")]
        }
        let values = try program.run(fetches, feeding: first.feeds)
        let expected = try reference.program.run(referenceFetches, feeding: reference.feeds)
        return zip(fetches, zip(values, expected)).compactMap { tensor, pair in
            Comparison.violation("float32", tensor, pair.0, pair.1, tolerance: tolerance(.float32))
        }
    }

    /// A direction to move arguments in; those that are cut off on purpose stay.
    private static func directions(
        of arguments: [Tensor], like values: [NDArray], _ name: String, in first: CaseProgram.Differentiated
    ) -> [[Double]] {
        zip(arguments, direction(like: values, name)).map { argument, direction in
            let reasons = first.results.map {
                first.program.graph.missingGradientReason(of: $0, withRespectTo: argument)
            }
            let isCut = reasons.contains { reason in
                if case .cut(let operation, _)? = reason { intendedCuts.contains(operation.type) } else { false }
            }
            return isCut ? direction.map { _ in 0 } : direction
        }
    }

    private static func direction(like values: [NDArray], _ name: String) -> [[Double]] {
        var numbers = TestNumbers(name)
        return values.map { numbers.numbers($0.count, in: -1...1) }
    }
}

extension OperationDefinition {
    /// Whether the op says that its gradient is not available.
    var isDeclaredNotDifferentiable: Bool {
        if case .notDifferentiable = Self.gradient { return true }
        return false
    }
}
