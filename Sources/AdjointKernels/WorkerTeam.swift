import CAdjointKernels
internal import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The threads of a ``WorkerPool`` and the protocol by which they share a loop.
///
/// One loop runs at a time. Its caller publishes it by opening a new round in `state`; a worker joins a round by
/// counting itself in while the round is open, takes indices until none is left, and counts itself out. The caller
/// closes the round when the indices are used up and waits for those who joined, so a worker that wakes late finds the
/// round closed and has delayed nobody.
///
/// Unchecked Sendable: `body` and `count` are written only by the thread that holds `isAcquired`, while no round is open
/// and no worker counted in, and read only by workers counted into the round that was opened after the write; `threads`
/// is written before the first round and read after the last.
final class WorkerTeam: @unchecked Sendable {
    /// Bits 32…63: the round's number; bit 31: whether it is open; bits 0…30: the workers counted in.
    private let state = Atomic<UInt64>(0)
    private let nextIndex = Atomic<Int>(0)
    private let isAcquired = Atomic<Bool>(false)
    private let isStopping = Atomic<Bool>(false)
    private let sleeperCount = Atomic<Int>(0)

    private var body: BorrowedBody?
    private var count = 0

    private var threads: [pthread_t] = []
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let wakeUp = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    private static let openBit: UInt64 = 1 << 31
    private static let joinedMask: UInt64 = openBit - 1
    /// How often a worker looks for a new round with nothing in between: 20 to 60 microseconds on current processors.
    private static let spinLimit = 1000
    /// How often it then looks with the processor offered to other threads in between, before it sleeps: about 200
    /// microseconds if nobody takes it. Waking costs tens of microseconds, more than many loops take.
    private static let yieldLimit = 500
    /// How often the caller looks for its workers to finish before it lets other threads have the processor.
    private static let waitSpinLimit = 200

    init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(wakeUp, nil)
    }

    deinit {
        pthread_cond_destroy(wakeUp)
        pthread_mutex_destroy(mutex)
        wakeUp.deallocate()
        mutex.deallocate()
    }

    // MARK: Starting and stopping

    /// Starts threads and returns how many the system granted.
    func startWorkers(_ wanted: Int) -> Int {
        for _ in 0..<wanted {
            guard let thread = startThread({ [unowned(unsafe) self] in work() }) else { break }
            threads.append(thread)
        }
        return threads.count
    }

    /// Ends the threads and waits for them; no loop may be running.
    ///
    /// A worker uses the team without owning it, which this wait makes safe. It never runs on a worker: while workers
    /// run a loop's body, the loop's caller keeps the pool alive.
    func stopWorkers() {
        isStopping.store(true, ordering: .sequentiallyConsistent)
        pthread_mutex_lock(mutex)
        pthread_cond_broadcast(wakeUp)
        pthread_mutex_unlock(mutex)
        for thread in threads { pthread_join(thread, nil) }
        threads = []
    }

    // MARK: The caller's side

    /// Takes the team for one loop; false if another loop has it.
    func tryAcquire() -> Bool {
        !isAcquired.load(ordering: .relaxed) && !isAcquired.exchange(true, ordering: .acquiring)
    }

    /// Gives the team back.
    func release() {
        isAcquired.store(false, ordering: .releasing)
    }

    /// Runs a loop with the help of the workers. The caller has acquired the team.
    ///
    /// When it returns, no worker holds the body any more. Never inlined, as ``BorrowedBody`` demands.
    @inline(never) func run(_ count: Int, _ body: (Int) -> Void) {
        let borrowed = BorrowedBody(body)
        open(count, borrowed)
        takeIndices(count, borrowed)
        close()
    }

    private func open(_ count: Int, _ body: BorrowedBody) {
        self.body = body
        self.count = count
        nextIndex.store(0, ordering: .relaxed)
        let round = (state.load(ordering: .relaxed) >> 32) &+ 1
        // Sequentially consistent with the sleepers' registration: either they see the round or the caller sees them.
        state.store((round << 32) | Self.openBit, ordering: .sequentiallyConsistent)
        let sleepers = sleeperCount.load(ordering: .sequentiallyConsistent)
        guard sleepers > 0 else { return }
        pthread_mutex_lock(mutex)
        if sleepers < count {
            pthread_cond_broadcast(wakeUp)
        } else {
            for _ in 1..<count { pthread_cond_signal(wakeUp) }
        }
        pthread_mutex_unlock(mutex)
    }

    private func close() {
        var (_, current) = state.bitwiseAnd(~Self.openBit, ordering: .acquiringAndReleasing)
        var looks = 0
        while current & Self.joinedMask != 0 {
            looks += 1
            if looks < Self.waitSpinLimit { adjoint_cpu_relax() } else { sched_yield() }
            current = state.load(ordering: .acquiring)
        }
        body = nil
    }

    private func takeIndices(_ count: Int, _ body: BorrowedBody) {
        while true {
            let index = nextIndex.add(1, ordering: .relaxed).oldValue
            guard index < count else { return }
            body(index)
        }
    }

    // MARK: The workers' side

    private func work() {
        var lastRound: UInt64 = 0
        while let round = awaitRound(after: lastRound) {
            lastRound = round
            if join(round) {
                if let body { takeIndices(count, body) }
                state.subtract(1, ordering: .releasing)
            }
        }
    }

    /// Counts the calling worker into a round; false if the round is over.
    private func join(_ round: UInt64) -> Bool {
        var current = state.load(ordering: .relaxed)
        while isOpen(current), current >> 32 == round {
            let (exchanged, original) = state.weakCompareExchange(
                expected: current, desired: current + 1, successOrdering: .acquiring, failureOrdering: .relaxed)
            if exchanged { return true }
            current = original
        }
        return false
    }

    /// Waits for an open round other than the given one; nil when the pool ends.
    private func awaitRound(after lastRound: UInt64) -> UInt64? {
        for look in 0..<(Self.spinLimit + Self.yieldLimit) {
            if isStopping.load(ordering: .relaxed) { return nil }
            let current = state.load(ordering: .relaxed)
            if isOpen(current), current >> 32 != lastRound { return current >> 32 }
            if look < Self.spinLimit { adjoint_cpu_relax() } else { sched_yield() }
        }
        pthread_mutex_lock(mutex)
        sleeperCount.add(1, ordering: .sequentiallyConsistent)
        defer {
            sleeperCount.subtract(1, ordering: .relaxed)
            pthread_mutex_unlock(mutex)
        }
        while true {
            if isStopping.load(ordering: .sequentiallyConsistent) { return nil }
            let current = state.load(ordering: .sequentiallyConsistent)
            if isOpen(current), current >> 32 != lastRound { return current >> 32 }
            pthread_cond_wait(wakeUp, mutex)
        }
    }

    private func isOpen(_ state: UInt64) -> Bool {
        state & Self.openBit != 0
    }
}

/// Starts a joinable thread that runs `body`, or returns nil if the system refuses.
private func startThread(_ body: @escaping @Sendable () -> Void) -> pthread_t? {
    final class Box: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    let box = Unmanaged.passRetained(Box(body))
    #if canImport(Darwin)
        var thread: pthread_t?
    #else
        var thread = pthread_t()
    #endif
    let error = pthread_create(
        &thread, nil,
        { context in
            #if canImport(Darwin)
                Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body()
            #else
                Unmanaged<Box>.fromOpaque(context!).takeRetainedValue().body()
            #endif
            return nil
        }, box.toOpaque())
    guard error == 0 else {
        box.release()
        return nil
    }
    return thread
}
