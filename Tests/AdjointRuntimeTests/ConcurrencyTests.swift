import Adjoint
import AdjointCore
import AdjointOperations
import AdjointRuntime
import Testing

@Suite struct ConcurrencyTests {
    /// Four tasks run one session, two of them writing, while a fifth goes on building the graph.
    @Test func oneSessionServesManyTasks() async throws {
        let graph = Graph()
        let x = graph.placeholder(.float32, shape: [nil], name: "x")
        let counter = graph.variable(0 as Float, name: "counter")
        let increment = counter.assignAdd(1)
        let y = x * 2 + 1
        let session = try Session(graph)
        try session.initializeVariables()
        let step = try session.prepare(y, feeding: x)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<2 {
                group.addTask {
                    for round in 0..<50 {
                        let input = [Float](repeating: Float(round), count: 1 + (round + task) % 3)
                        let expected = input.map { $0 * 2 + 1 }
                        let prepared = try step(input)[0].scalars(as: Float.self)
                        let direct = try session.run(y, feeding: [x: input]).scalars(as: Float.self)
                        #expect(prepared == expected && direct == expected)
                    }
                }
                group.addTask { for _ in 0..<100 { _ = try session.run(increment) } }
            }
            group.addTask {
                for index in 0..<100 {
                    let added = graph.nameScope("late") { x + Float(index) }
                    if index % 10 == 0 {
                        let sum = try session.run(added, feeding: [x: [1] as [Float]]).scalars(as: Float.self)
                        #expect(sum == [1 + Float(index)])
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try session.run(counter.value, as: Float.self) == 200)
    }
}
