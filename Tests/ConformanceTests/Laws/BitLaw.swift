import Adjoint
import OperationCases

/// The law of bits: outputs and gradients are the same bits in another session, with other threads, without each of the
/// planner's passes, and with every intermediate value fetched.
enum BitLaw {
    static func violations(of operationCase: OperationCase, _ dtype: DType) throws -> [Violation] {
        let program = CaseProgram(operationCase, dtype)
        let outputs = try program.run(program.outputs)
        let differentiated =
            program.isStateful
            ? nil : program.differentiated(outputDimensions: outputs.map(\.dimensions))
        // A gradient that cannot be built is the law of gradients' affair.
        guard program.graph.mistakes.isEmpty else { return [] }
        let fetches = program.outputs + (differentiated?.gradients.compactMap(\.self) ?? [])
        let feeds = differentiated?.feeds ?? program.feeds
        let expected = try program.run(fetches, feeding: feeds)

        var result: [Violation] = []
        for (name, options) in variants {
            let values = try program.run(fetches, feeding: feeds, options: options)
            result += compare(fetches, values, expected, name)
        }
        // Not everything in a conditional or loop has one value.
        guard !program.hasControlFlow else { return result }
        let everything = program.graph.operations.flatMap(\.outputs).filter { tensor in
            let isHandle = tensor.dtype == .string && tensor.operation.definition?.traits.hasStringHandle ?? false
            return !tensor.type.isReference && !isHandle
        }
        let values = try program.run(fetches + everything, feeding: feeds)
        result += compare(fetches, Array(values.prefix(fetches.count)), expected, "everything fetched")
        return result
    }

    private static let variants: [(String, SessionOptions)] = {
        var variants = [
            ("another session", SessionOptions(threadCount: 1)), ("three threads", SessionOptions(threadCount: 3)),
        ]
        func add(_ name: String, _ change: (inout SessionOptions) -> Void) {
            var options = SessionOptions(threadCount: 1)
            change(&options)
            variants.append((name, options))
        }
        add("without fusions") { $0.fusesOperations = false }
        add("without folding") { $0.foldsConstants = false }
        add("without common subexpressions") { $0.mergesCommonSubexpressions = false }
        return variants
    }()

    private static func compare(
        _ fetches: [Tensor], _ values: [NDArray], _ expected: [NDArray], _ situation: String
    ) -> [Violation] {
        zip(fetches, zip(values, expected)).compactMap { tensor, pair in
            pair.0.isBitwiseEqual(to: pair.1)
                ? nil : Violation("bits", "\(tensor.name), \(situation): \(pair.0), not \(pair.1)")
        }
    }
}

extension CaseProgram {
    /// Whether the graph holds conditionals or loops.
    var hasControlFlow: Bool {
        graph.operations.contains {
            switch $0.definition?.traits.role {
            case .switch, .merge, .enter: true
            default: false
            }
        }
    }
}
