import Adjoint
import Foundation
import Testing
import TrainingPrograms

/// Each program against its twin in TensorFlow: names, collections, initial values, a hundred steps, and what they lead to.
@Suite struct TrainingTests {
    @Test(arguments: TrainingProgram.all)
    func followsTensorFlow(_ program: TrainingProgram) throws {
        let golden = try TrainingGolden(program.description)
        let (graph, parts) = try program.built()
        let variables = graph.globalVariables
        let expected = golden.description
        try #require(variables.map(\.name) == expected.variables.map(\.name))
        #expect(variables.map(\.shape.dimensions) == expected.variables.map(\.shape))
        expectCollections(of: graph, toBe: expected.collections)

        let session = try Session(graph)
        try session.initializeVariables()
        expect(
            try session.run(variables.map(\.value)), variables.map(\.name), toBe: golden.initial, "initially",
            skipping: [])
        var losses: [Double] = []
        for step in 0..<golden.losses.count {
            var feeds = Feeds()
            for (tensor, value) in try parts.feeds(ofStep: step) { feeds[tensor] = value }
            let values = try session.run(fetches: [parts.loss], targets: [parts.train], feeding: feeds)
            losses.append(Double(try values[0].scalar(as: Float.self)))
        }
        let worst = zip(losses, golden.losses).map { abs($0 / Double($1) - 1) }.enumerated().max { $0.1 < $1.1 }!
        #expect(
            worst.element <= 1e-4,
            "loss of step \(worst.offset): \(losses[worst.offset]), not \(golden.losses[worst.offset])")
        expect(
            try session.run(variables.map(\.value)), variables.map(\.name), toBe: golden.final, "finally",
            skipping: Set(expected.variables.filter(\.lossOnly).map(\.name)))

        #expect(parts.results.map(\.name) == expected.results.map(\.name))
        var feeds = Feeds()
        for (tensor, value) in try parts.feeds(ofStep: 0, isEvaluation: true) { feeds[tensor] = value }
        expect(
            try session.run(fetches: parts.results.map(\.tensor), feeding: feeds), parts.results.map(\.name),
            toBe: golden.results, "in evaluation", skipping: [])
    }

    @Test func everyGoldenHasItsProgram() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: TrainingGolden.directory.path)
        #expect(files.filter { $0.hasSuffix(".npz") }.sorted() == TrainingProgram.all.map { "\($0).npz" }.sorted())
    }

    private func expectCollections(of graph: Graph, toBe expected: [String: [String]]) {
        for (key, names) in expected {
            let ours = graph.items(in: CollectionKey(rawValue: key)).map { item in
                switch item {
                case .tensor(let tensor): tensor.name
                case .operation(let operation): operation.name
                case .object(let object): (object as? Variable)?.name ?? "\(object)"
                default: "\(item)"
                }
            }
            #expect(ours == names, "collection \(key)")
        }
    }

    /// Compares arrays with what is known of TensorFlow's, within 1e-4 of the largest magnitude or three times the
    /// difference of TensorFlow from itself; without maxima, within the rounding of random numbers.
    private func expect(
        _ values: [NDArray], _ names: [String], toBe golden: TrainingGolden.Arrays, _ when: String,
        skipping skipped: Set<String>
    ) {
        var offset = 0
        for (index, (value, name)) in zip(values, names).enumerated() {
            let sample = TrainingGolden.sample(value)
            let theirs = golden.samples[offset..<min(offset + sample.count, golden.samples.count)].map(Double.init)
            offset += sample.count
            guard theirs.count == sample.count else {
                Issue.record("\(name): TensorFlow has fewer elements")
                return
            }
            if skipped.contains(name) { continue }
            let maximum = Double(golden.maxima?[index] ?? theirs.map { Float(abs($0)) }.max() ?? 0)
            let tolerance = max(
                (golden.maxima == nil ? 1e-6 : 1e-4) * maximum, 3 * Double(golden.differences?[index] ?? 0))
            let difference = zip(sample, theirs).map { abs($0 - $1) }.max() ?? 0
            #expect(difference <= tolerance, "\(name) \(when): off by \(difference), tolerance \(tolerance)")
            if let norm = golden.norms?[index] {
                let ours = (value.doubles ?? []).reduce(0) { $0 + $1 * $1 }.squareRoot()
                // Errors of single elements, each of its own sign.
                let allowed = tolerance + 1e-6 * Double(norm)
                #expect(abs(ours - Double(norm)) <= allowed, "\(name) \(when): norm \(ours), not \(norm)")
            }
        }
        #expect(offset == golden.samples.count, "TensorFlow has more elements \(when)")
    }
}
