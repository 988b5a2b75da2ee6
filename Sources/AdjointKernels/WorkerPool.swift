/// A fixed team of threads that runs the iterations of a loop in parallel.
///
/// The calling thread takes part, so a pool of `threadCount` starts `threadCount - 1` threads. Workers stay awake for
/// some hundred microseconds after a loop and then sleep; they end when the pool is released.
public final class WorkerPool: Sendable {
    /// The number of threads that work on a loop, the calling one included; at least 1.
    public let threadCount: Int

    private let team: WorkerTeam

    /// A pool with as many threads as the process may use at once, made on first use and kept until it exits.
    ///
    /// The environment variable `ADJOINT_THREADS` sets another number. See ``availableThreadCount``.
    public static let shared = WorkerPool(threadCount: availableThreadCount)

    /// A pool of the calling thread alone, for kernels called from inside another kernel's loop.
    public static let serial = WorkerPool(threadCount: 1)

    /// Makes a pool and starts its threads.
    ///
    /// - Parameter threadCount: The number of threads that work on a loop, the calling one included; at least 1. If
    ///   the system refuses to start some of them, the pool works with those that it got.
    public init(threadCount: Int) {
        precondition(threadCount >= 1, "a WorkerPool needs at least one thread, not \(threadCount)")
        team = WorkerTeam()
        self.threadCount = 1 + team.startWorkers(threadCount - 1)
    }

    deinit {
        team.stopWorkers()
    }

    /// Calls `body` once for every index in `0..<count`, on up to `threadCount` threads at once, and returns when all
    /// calls have returned.
    ///
    /// Indices are taken in ascending order by whichever thread is free. A call from inside a body, or while another
    /// thread's loop has the pool, runs all its iterations on the calling thread.
    ///
    /// - Parameters:
    ///   - count: The number of iterations; none if it is zero or less.
    ///   - body: One iteration. What it computes must not depend on the thread or on the order of the iterations.
    /// - Complexity: O(`count`) calls; about a microsecond on top if the workers are awake, ten if they sleep.
    public func parallel(_ count: Int, _ body: (Int) -> Void) {
        if count <= 1 || threadCount == 1 || !team.tryAcquire() {
            for index in 0..<max(count, 0) { body(index) }
            return
        }
        team.run(count, body)
        team.release()
    }
}
