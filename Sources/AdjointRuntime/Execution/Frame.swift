import AdjointCore
import AdjointKernels
import Synchronization

/// The memory of one run of a plan: the arena, the pointer table, scratch, and what the run holds on to.
///
/// `@unchecked Sendable`: a frame belongs to one run at a time; the pool hands it from one to the next.
final class Frame: @unchecked Sendable {
    let arena: UnsafeMutableRawPointer
    let table: UnsafeMutablePointer<UnsafeMutableRawPointer>
    let scratch: UnsafeMutableRawPointer
    /// Eight bytes for each feed, where a fed scalar is stored.
    let scalars: UnsafeMutablePointer<UInt64>
    /// Strings and handles that live as long as the frame.
    let owned: [NDArray]
    /// Values known only during a run.
    var dynamic: [NDArray?]
    /// The memory of the plan's blocks, and what runs them.
    let blocks: [BlockMemory]
    let blockExecutor: BlockExecutor?
    /// What the current run's feeds are, so that their memory stays.
    var feeds: [FeedValue] = []
    /// The arrays that become the run's results.
    var results: [NDArray?]

    init(_ plan: Plan) {
        arena = AlignedMemory.allocate(byteCount: plan.arenaByteCount)
        scratch = AlignedMemory.allocate(byteCount: plan.scratchByteCount)
        table = .allocate(capacity: max(plan.tableCount, 1))
        table.initialize(repeating: arena, count: max(plan.tableCount, 1))
        scalars = .allocate(capacity: max(plan.request.feeds.count, 1))
        scalars.initialize(repeating: 0, count: max(plan.request.feeds.count, 1))
        owned = plan.owned.map { NDArray(zeros: $0.dtype, dimensions: $0.shape.dimensions!) }
        dynamic = Array(repeating: nil, count: plan.dynamicCount)
        results = Array(repeating: nil, count: plan.fetches.count)
        blocks = plan.blocks.map(BlockMemory.init)
        blockExecutor = plan.blocks.isEmpty ? nil : BlockExecutor()
        feeds.reserveCapacity(plan.request.feeds.count)
        for (index, offset) in plan.arenaOffsets.enumerated() where offset >= 0 { table[index] = arena + offset }
        for (index, buffer) in plan.fixed { table[index] = address(of: buffer) }
    }

    deinit {
        arena.deallocate()
        scratch.deallocate()
        table.deallocate()
        scalars.deallocate()
    }

    /// The address of a buffer that does not change from run to run.
    func address(of buffer: Buffer) -> UnsafeMutableRawPointer {
        switch buffer {
        case .arena(let offset): arena + offset
        case .constant(let array): array.storage.baseAddress
        case .owned(let index): owned[index].storage.baseAddress
        case .feed, .fetch, .variable, .dynamic: preconditionFailure("the address changes from run to run")
        }
    }
}

/// Frames that no run uses at the moment.
final class FramePool: Sendable {
    private let free = Mutex<[Frame]>([])

    /// A frame for one run; a new one if all are in use.
    func take(for plan: Plan) -> Frame { free.withLock { $0.popLast() } ?? Frame(plan) }

    func put(_ frame: Frame) { free.withLock { $0.append(frame) } }
}

extension NDArray {
    /// Lets go of the objects that handles refer to.
    func releaseObjects() {
        let objects = storage.baseAddress.assumingMemoryBound(to: AnyObject?.self)
        for index in 0..<count { objects[index] = nil }
    }
}
