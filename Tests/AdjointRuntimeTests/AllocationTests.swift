import Adjoint
import AdjointCore
import AdjointOperations
import AdjointRuntime
import CAllocationCounter
import Testing

@Suite struct AllocationTests {
    /// A training step of a prepared plan must not touch the heap: neither for arrays nor for fed scalars.
    @Test(.enabled(if: allocation_counter_is_available())) func aSteadyStepAllocatesNothing() throws {
        let graph = Graph(seed: 1)
        let x = graph.placeholder(.float32, shape: [nil, 8], name: "x")
        let rate = graph.placeholder(.float32, shape: .scalar, name: "rate")
        let training = graph.placeholder(.bool, shape: .scalar, name: "training")
        let w = graph.variable([Float](repeating: 0.1, count: 32), shape: [8, 4], name: "w")
        let b = graph.variable([Float](repeating: 0, count: 4), name: "b")
        let loss = (x.multiplied(byMatrix: w.value) + b.value).relu().squared().mean()
        let gradients = graph.gradients(of: loss, withRespectTo: [w.value, b.value]).map { $0! }
        let updates = zip([w, b], gradients).map { $0.assignSub($1 * rate) }
        let train = graph.withControlDependencies(on: updates.map(\.operation)) { training.logicalNot().operation }
        let session = try Session(graph, options: SessionOptions(threadCount: 1))
        try session.initializeVariables()
        let step = try session.prepare(train, feeding: x, rate, training)
        let batch = NDArray([Float](repeating: 0.5, count: 40), dimensions: [5, 8])
        for _ in 0..<3 { try step(batch, 0.1, true) }
        let before = allocation_counter_count()
        for _ in 0..<10 { try step(batch, 0.1, true) }
        let allocations = allocation_counter_count() - before
        #expect(allocations == 0, "\(allocations) allocations in 10 steps")
    }

    @Test(.enabled(if: allocation_counter_is_available())) func theCounterCounts() {
        let before = allocation_counter_count()
        let array = NDArray(zeros: .float32, dimensions: [100])
        #expect(allocation_counter_count() > before)
        #expect(array.count == 100)
    }
}
