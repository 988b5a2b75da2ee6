import Adjoint
import AdjointCore
import AdjointOperations
import AdjointRuntime
import Testing

@Suite struct SessionTests {
    @Test func fetchesAreComputedFromFeeds() throws {
        let graph = Graph()
        let x = graph.placeholder(.float32, shape: [nil], name: "x")
        let y = (x * 2 + 1).squared()
        let session = try Session(graph)
        #expect(try session.run(y, feeding: [x: [1, 2] as [Float]]).scalars(as: Float.self) == [9, 25])
        #expect(try session.run(y, feeding: [x: [0] as [Float]]).scalars(as: Float.self) == [1])
    }

    @Test func anyTensorCanBeFed() throws {
        let graph = Graph()
        let x = graph.placeholder(.float32, name: "x")
        let middle = x * 2
        let y = middle + 1
        let session = try Session(graph)
        #expect(try session.run(y, as: Float.self, feeding: [middle: 10]) == 11)
        #expect(try session.run([x, y], feeding: [x: 3]).map { try $0.scalar(as: Float.self) } == [3, 7])
    }

    @Test func aFedTensorCanBeFetched() throws {
        let graph = Graph()
        let x = graph.placeholder(.int32, shape: [nil], name: "x")
        let session = try Session(graph)
        #expect(try session.run(x, feeding: [x: [4, 5] as [Int32]]).scalars(as: Int32.self) == [4, 5])
    }

    @Test func constantsCanBeFetched() throws {
        let graph = Graph()
        let session = try Session(graph)
        #expect(try session.run(graph.constant(3 as Float) * 2, as: Float.self) == 6)
    }

    @Test func nodesAddedLaterAreRun() throws {
        let graph = Graph()
        let x = graph.placeholder(.float32, name: "x")
        let session = try Session(graph)
        #expect(try session.run(x + 1, as: Float.self, feeding: [x: 1]) == 2)
        #expect(try session.run(x - 1, as: Float.self, feeding: [x: 1]) == 0)
    }

    @Test func plansAreKeptByShapes() throws {
        let graph = Graph()
        let x = graph.placeholder(.float32, shape: [nil], name: "x")
        let y = x + 1
        let session = try Session(graph)
        for count in [2, 3, 2, 3, 2] {
            _ = try session.run(y, feeding: [x: [Float](repeating: 1, count: count)])
        }
        #expect(session.planCount == 2)
    }

    @Test func preparedStepsFollowChangingBatchSizes() throws {
        let graph = Graph()
        let x = graph.placeholder(.float32, shape: [nil], name: "x")
        let scale = graph.placeholder(.float32, shape: .scalar, name: "scale")
        let step = try Session(graph).prepare(x * scale, feeding: x, scale)
        for count in [4, 4, 1, 4] {
            let values = try step([Float](repeating: 3, count: count), 0.5)
            #expect(try values[0].scalars(as: Float.self) == [Float](repeating: 1.5, count: count))
        }
    }

    @Test func shapesKnownOnlyDuringTheRunAreHandled() throws {
        let graph = Graph()
        let x = graph.placeholder(.float32, shape: [nil], name: "x")
        let count = graph.placeholder(.int32, shape: .scalar, name: "count")
        let tiled = x.tiled(multiples: count.expandingDimensions(at: 0)) * 2
        let total = tiled.sum()
        let session = try Session(graph)
        let values = try session.run([tiled, total], feeding: [x: [1, 2] as [Float], count: 3])
        #expect(try values[0].scalars(as: Float.self) == [2, 4, 2, 4, 2, 4])
        #expect(try values[1].scalar(as: Float.self) == 18)
    }

    @Test func resultsDoNotChangeAfterwards() throws {
        let graph = Graph()
        let x = graph.placeholder(.float32, shape: [2], name: "x")
        let session = try Session(graph)
        let y = x + 1
        let first = try session.run(y, feeding: [x: [1, 2] as [Float]])
        _ = try session.run(y, feeding: [x: [5, 6] as [Float]])
        #expect(try first.scalars(as: Float.self) == [2, 3])
    }

    @Test func explainShowsStepsAndFusions() throws {
        let graph = Graph()
        let x = graph.placeholder(.float32, shape: [nil, 3], name: "x")
        let y = x.multiplied(byMatrix: graph.constant([Float](repeating: 1, count: 6), shape: [3, 2])).relu(name: "h")
        let text = try Session(graph).explain(y, feeding: [x: NDArray(zeros: .float32, dimensions: [4, 3])])
        #expect(text.hasPrefix("plan: 1 steps"))
        #expect(text.contains("MatMul+relu") && text.contains("48 FLOP"))
    }
}

@Suite struct SessionErrorTests {
    private func error(_ body: () throws -> Void) -> GraphError? {
        do {
            try body()
            return nil
        } catch {
            return error as? GraphError
        }
    }

    @Test func aMistakeInTheGraphIsThrown() throws {
        let graph = Graph()
        let x = graph.placeholder(.float32, shape: [2, 3], name: "x")
        _ = x.multiplied(byMatrix: x)
        #expect(error { _ = try Session(graph) }?.kind == .shape)
    }

    @Test func aMistakeMadeLaterIsThrownByTheNextRun() throws {
        let graph = Graph()
        let x = graph.placeholder(.float32, shape: [2, 3], name: "x")
        let y = x + 1
        let session = try Session(graph)
        _ = x.multiplied(byMatrix: x)
        let caught = error { _ = try session.run(y, feeding: [x: NDArray(zeros: .float32, dimensions: [2, 3])]) }
        #expect(caught?.kind == .shape && caught?.site?.line != nil)
    }

    @Test func feedsThatDoNotFitAreNamed() throws {
        let graph = Graph()
        let x = graph.placeholder(.float32, shape: [nil, 3], name: "x")
        let y = x + 1
        let session = try Session(graph)
        let shape = error { _ = try session.run(y, feeding: [x: NDArray(zeros: .float32, dimensions: [3, 2])]) }
        #expect(shape?.kind == .feed && shape?.message == "'x:0' takes [?, 3], but the value fed is [3, 2]")
        let type = error { _ = try session.run(y, feeding: [x: NDArray(zeros: .float64, dimensions: [2, 3])]) }
        #expect(type?.kind == .feed && type?.message.contains("float64") == true)
        #expect(error { _ = try session.run(y) }?.operationName == "x")
        let other = Graph().placeholder(.float32, name: "z")
        #expect(error { _ = try session.run(y, feeding: [other: 1]) }?.kind == .foreignGraph)
        let step = try session.prepare(y, feeding: x)
        #expect(error { _ = try step() }?.kind == .feed)
        #expect(error { _ = try step(NDArray(zeros: .float32, dimensions: [1, 3]), 1) }?.kind == .feed)
    }

    @Test func everyUninitializedVariableIsNamedAtOnce() throws {
        let graph = Graph()
        let a = graph.variable(1 as Float, name: "a")
        let b = graph.variable(2 as Float, name: "b")
        let session = try Session(graph)
        let caught = error { _ = try session.run(a + b) }
        #expect(caught?.kind == .uninitializedVariables)
        #expect(caught?.message == "2 variables are not initialized: 'a', 'b'")
        try session.run(a.initializer)
        #expect(error { _ = try session.run(a + b) }?.message == "variable 'b' is not initialized")
        try session.initializeVariables()
        #expect(try session.run(a + b, as: Float.self) == 3)
    }

    @Test func aWrongValueNamesTheOp() throws {
        let graph = Graph()
        let x = graph.placeholder(.int32, shape: .scalar, name: "x")
        let quotient = graph.constant(1 as Int32).floorDivided(by: x, name: "quotient")
        let caught = error { _ = try Session(graph).run(quotient, feeding: [x: 0]) }
        #expect(caught?.kind == .value && caught?.operationName == "quotient")
    }
}
