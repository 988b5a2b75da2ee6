import Adjoint
import FileTestSupport
import Foundation
import Testing

/// Tensors as text, and where it goes.
@Suite struct PrintingTests {
    @Test func filesGetALineForEachRun() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/log"
            let graph = Graph()
            let x = graph.placeholder(.float32, shape: [nil])
            let note = try #require(graph.print("x = {}", [x], to: "file://" + path))
            let session = try Session(graph)
            try session.run(note, feeding: [x: NDArray([1.5, 2] as [Float])])
            try session.run(note, feeding: [x: NDArray((0..<9).map { Float($0) })])
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "x = [1.5 2]\nx = [0 1 2 ... 6 7 8]\n")
        }
    }

    @Test func filesThatCannotBeWrittenAreNamed() throws {
        let graph = Graph()
        let note = try #require(graph.print("x", to: "file:///nowhere/log"))
        let error = #expect(throws: GraphError.self) { try Session(graph).run(note) }
        #expect("\(try #require(error))".contains("/nowhere/log"))
    }

    @Test func placesAndTensorsAreOfOneNumber() {
        let graph = Graph()
        _ = graph.format("{} of {}", [graph.constant(1)])
        let error = #expect(throws: GraphError.self) { try graph.validate() }
        #expect("\(error!)".contains("2 placeholders"))
    }

    @Test func otherDestinationsAreRefused() {
        let graph = Graph()
        graph.print("x", to: "printer")
        let error = #expect(throws: GraphError.self) { try graph.validate() }
        #expect("\(error!)".contains("'printer'"))
    }
}
