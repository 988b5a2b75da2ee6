import AdjointKernels
import Testing

/// Broadcasting against a walk over every index.
@Suite struct BroadcastPlanTests {
    @Test func shapes() {
        #expect(BroadcastPlan.shape(of: [2, 1, 3], [4, 1]) == [2, 4, 3])
        #expect(BroadcastPlan.shape(of: [], [5], [1, 1]) == [1, 5])
        #expect(BroadcastPlan.shape(of: [2], [3]) == nil)
        #expect(BroadcastPlan.shape(of: [0], [1]) == [0])
        #expect(BroadcastPlan([2, 3], [4, 3]) == nil)
        #expect(BroadcastPlan([3, 0], [1])?.count == 0)
        #expect(BroadcastPlan([2, 3, 4], [2, 3, 4]) == BroadcastPlan([24], [24]))
    }

    @Test func everyPatternOfRepeatedDimensions() throws {
        let workers = WorkerPool(threadCount: 1)
        let full = [2, 3, 1, 4, 2]
        for mask in 0..<1024 where mask % 7 < 3 {
            let left = full.indices.map { mask >> $0 & 1 == 0 ? full[$0] : 1 }
            let right = Array(full.indices.map { mask >> ($0 + 5) & 1 == 0 ? full[$0] : 1 }.drop { $0 == 1 })
            let shape = try #require(BroadcastPlan.shape(of: left, right))
            let plan = try #require(BroadcastPlan(left, right))
            let a = (0..<left.reduce(1, *)).map { Int32($0) }
            let b = (0..<right.reduce(1, *)).map { Int32($0) * 1000 }
            var result = [Int32](repeating: -1, count: plan.count)
            Elementwise.apply(.add, .int32, a, b, to: &result, plan: plan, workers: workers)
            #expect(
                result == naive(shape, left).indices.map { a[naive(shape, left)[$0]] + b[naive(shape, right)[$0]] },
                "\(left) + \(right)")
        }
    }

    /// For every element of the result, in order, the position of the operand's element.
    private func naive(_ shape: [Int], _ operand: [Int]) -> [Int] {
        (0..<shape.reduce(1, *)).map { flat in
            var (rest, position, stride) = (flat, 0, 1)
            for axis in shape.indices.reversed() {
                let index = rest % shape[axis]
                rest /= shape[axis]
                let own = axis - (shape.count - operand.count)
                guard own >= 0 else { continue }
                if operand[own] != 1 { position += index * stride }
                stride *= operand[own]
            }
            return position
        }
    }
}
