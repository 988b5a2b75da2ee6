import Adjoint
import Foundation
import OperationCases

/// The law of round trips: a graph with its gradients, written as a GraphDef and read, is the same text, is written as
/// the same bytes, and computes the same bits.
enum RoundTripLaw {
    static func violations(
        of operationCase: OperationCase, _ dtype: DType, registry: OperationRegistry = .standard
    ) throws -> [Violation] {
        let program = CaseProgram(operationCase, dtype)
        let outputs = try program.run(program.outputs)
        let differentiated =
            program.isStateful
            ? nil : program.differentiated(outputDimensions: outputs.map(\.dimensions))
        guard program.graph.mistakes.isEmpty else { return [] }
        let bytes = try program.graph.graphDef().serialized()
        let copy = Graph()
        try copy.importGraph(GraphDef(serialized: Bytes(bytes)), registry: registry)

        var result: [Violation] = []
        // What a loop's builder knows of shapes beyond what its ops tell is not in a GraphDef, as in TensorFlow.
        for (line, original) in zip(copy.dump().split(separator: "\n"), program.graph.dump().split(separator: "\n"))
        where line != original && !(program.hasControlFlow && line.withoutTypes == original.withoutTypes) {
            result.append(Violation("round trip", "read as \(line)\nfrom    \(original)"))
        }
        for (read, original) in zip(copy.operations, program.graph.operations) {
            for (read, original) in zip(read.outputs, original.outputs)
            where read.dtype != original.dtype || !read.shape.isCompatible(with: original.shape) {
                result.append(Violation("round trip", "\(read) was \(original)"))
            }
        }
        if copy.count != program.graph.count {
            result.append(Violation("round trip", "\(copy.count) nodes from \(program.graph.count)"))
        }
        if try copy.graphDef().serialized() != bytes {
            result.append(Violation("round trip", "written again, the bytes differ"))
        }
        // Variables of the copy have no collection to be initialized from.
        guard result.isEmpty, program.graph.graphVariables(in: .globalVariables).isEmpty else { return result }
        let fetches = program.outputs + (differentiated?.gradients.compactMap(\.self) ?? [])
        let feeds = differentiated?.feeds ?? program.feeds
        var copyFeeds = Feeds()
        for tensor in program.inputs + (differentiated?.upstreams ?? []) {
            if let value = feeds[tensor] { copyFeeds[try copy.tensor(tensor.name)] = value }
        }
        let expected = try program.run(fetches, feeding: feeds)
        let values = try Session(copy, options: SessionOptions(threadCount: 1)).run(
            fetches: fetches.map { try copy.tensor($0.name) }, feeding: copyFeeds)
        for (tensor, (value, original)) in zip(fetches, zip(values, expected)) where !value.isBitwiseEqual(to: original)
        {
            result.append(Violation("round trip", "\(tensor.name) computes \(value), not \(original)"))
        }
        return result
    }
}

extension Substring {
    /// A line of a graph's dump without the types of the outputs.
    fileprivate var withoutTypes: Substring { range(of: " -> ").map { self[..<$0.lowerBound] } ?? self }
}
