import AdjointKernels
import Synchronization
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct WorkerPoolTests {
    static let threadCounts = [1, 2, 3, 8]

    @Test(arguments: threadCounts)
    func everyIndexRunsExactlyOnce(threadCount: Int) {
        let pool = WorkerPool(threadCount: threadCount)
        #expect(pool.threadCount == threadCount)
        for count in [-1, 0, 1, 2, 3, 7, 8, 9, 1000] {
            let calls = UnsafeMutablePointer<Int>.allocate(capacity: max(count, 1))
            defer { calls.deallocate() }
            calls.initialize(repeating: 0, count: max(count, 1))
            pool.parallel(count) { calls[$0] += 1 }
            #expect((0..<max(count, 0)).allSatisfy { calls[$0] == 1 })
        }
    }

    @Test(arguments: threadCounts)
    func loopsInQuickSuccessionDoNotMix(threadCount: Int) {
        let pool = WorkerPool(threadCount: threadCount)
        var sums: [Int] = []
        for round in 0..<3000 {
            let sum = Atomic<Int>(0)
            pool.parallel(1 + round % 5) { sum.add(($0 + 1) * round, ordering: .relaxed) }
            sums.append(sum.load(ordering: .relaxed))
        }
        let expected = (0..<3000).map { round in
            let count = 1 + round % 5
            return round * count * (count + 1) / 2
        }
        #expect(sums == expected)
    }

    @Test func writesOfABodyAreSeenAfterTheLoop() {
        let pool = WorkerPool(threadCount: 4)
        let numbers = UnsafeMutablePointer<Int>.allocate(capacity: 64)
        defer { numbers.deallocate() }
        numbers.initialize(repeating: 0, count: 64)
        for _ in 0..<500 {
            pool.parallel(64) { numbers[$0] += $0 }
        }
        #expect((0..<64).allSatisfy { numbers[$0] == 500 * $0 })
    }

    @Test func sleepingWorkersWakeUp() {
        let pool = WorkerPool(threadCount: 3)
        for _ in 0..<5 {
            usleep(20_000)  // far longer than workers spin
            // Each iteration waits for another one, so the loop ends only if at least one worker takes part.
            let arrived = Atomic<Int>(0)
            pool.parallel(2) { _ in
                arrived.add(1, ordering: .sequentiallyConsistent)
                while arrived.load(ordering: .sequentiallyConsistent) < 2 { sched_yield() }
            }
            #expect(arrived.load(ordering: .relaxed) == 2)
        }
    }

    @Test func nestedLoopRunsOnTheCallingThread() {
        let pool = WorkerPool(threadCount: 4)
        let calls = Atomic<Int>(0)
        let strays = Atomic<Int>(0)
        pool.parallel(8) { _ in
            let outer = pthread_self()
            pool.parallel(10) { _ in
                calls.add(1, ordering: .relaxed)
                if pthread_equal(outer, pthread_self()) == 0 { strays.add(1, ordering: .relaxed) }
            }
        }
        #expect(calls.load(ordering: .relaxed) == 80)
        #expect(strays.load(ordering: .relaxed) == 0)
    }

    @Test func concurrentCallersAllFinish() async {
        let pool = WorkerPool(threadCount: 3)
        let total = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<6 {
                group.addTask {
                    let sum = Atomic<Int>(0)
                    for _ in 0..<300 { pool.parallel(9) { sum.add($0, ordering: .relaxed) } }
                    return sum.load(ordering: .relaxed)
                }
            }
            return await group.reduce(0, +)
        }
        #expect(total == 6 * 300 * 36)
    }

    @Test func poolsEndTheirThreads() throws {
        for round in 0..<50 {
            let pool = WorkerPool(threadCount: 4)
            if round % 2 == 0 { pool.parallel(4) { _ in } }
        }
        #if os(Linux)
            // 150 threads were started; the test runner's own and those of tests beside this one are far fewer.
            let directory = try #require(opendir("/proc/self/task"))
            defer { closedir(directory) }
            var threads = 0
            while readdir(directory) != nil { threads += 1 }
            #expect(threads < 100)
        #endif
    }

    @Test func sharedPoolHasAThread() {
        #expect(WorkerPool.availableThreadCount >= 1)
        #expect(WorkerPool.shared.threadCount >= 1)
    }
}
