import AdjointCore
import AdjointKernels

/// Where a value's elements live during a run.
enum Buffer: Sendable {
    /// At an offset of the frame's arena.
    case arena(offset: Int)
    /// In the value handed over for a feed.
    case feed(Int)
    /// In the array that becomes the result of a fetch.
    case fetch(Int)
    /// In a constant of the plan.
    case constant(NDArray)
    /// In a variable's buffer; the index is the variable's among the plan's.
    case variable(Int)
    /// In an array that the frame owns and that is filled anew in every run; the index is among those.
    case owned(Int)
    /// Known only during a run; the index is among the values of that kind.
    case dynamic(Int)
}

/// The pass that gives every value its place: one arena whose offsets are reused once a value is dead, outputs in the
/// place of inputs where an op allows it.
struct MemoryPlan {
    /// The buffer of each root value.
    private(set) var buffers: PlanValueTable<Buffer?>
    /// Bytes of the arena.
    private(set) var arenaByteCount = 0
    /// The variables used, by plan node.
    private(set) var variables: [Int] = []
    /// The types of the values that the frame owns.
    private(set) var owned: [TensorType] = []
    /// How many values are known only during a run.
    private(set) var dynamicCount = 0

    /// - Parameters:
    ///   - order: The execution order.
    ///   - isDynamic: Whether a node is bound during the run.
    init(_ plan: PlanGraph, order: [Int], aliases: AliasAnalysis, isDynamic: (Int) -> Bool) {
        buffers = PlanValueTable(plan, repeating: nil)
        // The position of each root's last reader, -1 for none.
        var lastUse = PlanValueTable(like: buffers, repeating: Int32(-1))
        for (position, index) in order.enumerated() {
            for input in plan[index].inputs { lastUse[aliases.root(of: input)] = Int32(position) }
        }
        var fetchRoots: [PlanValue: Int] = [:]
        for (index, fetch) in plan.fetches.enumerated() where fetchRoots[aliases.root(of: fetch)] == nil {
            fetchRoots[aliases.root(of: fetch)] = index
        }
        var arena = ArenaAllocator()
        var expiring = ExpiringValues(positionCount: order.count)
        /// Whether a value's place has become that of the output computed from it.
        var isTakenOver = PlanValueTable(like: buffers, repeating: false)

        for (position, index) in order.enumerated() {
            let role = plan[index].operation.traits.role
            for port in plan[index].outputs.indices {
                let value = PlanValue(index, port)
                guard aliases.root(of: value) == value else { continue }
                if let feed = plan[index].operation as? FeedSource {
                    buffers[value] = .feed(feed.index)
                } else if let constant = plan[index].operation.constantValue {
                    buffers[value] = .constant(constant)
                } else if role == .variable {
                    buffers[value] = .variable(variables.count)
                    variables.append(index)
                } else if isDynamic(index) {
                    buffers[value] = .dynamic(dynamicCount)
                    dynamicCount += 1
                } else if let fetch = fetchRoots[value] {
                    buffers[value] = .fetch(fetch)
                } else if plan.type(of: value).dtype.isManaged {
                    buffers[value] = .owned(owned.count)
                    owned.append(plan.type(of: value))
                } else {
                    if port == 0,
                        let input = reusableInput(
                            of: index, in: plan, position: position, lastUse: lastUse, aliases: aliases),
                        case .arena(let offset)? = buffers[input]
                    {
                        // The input's place goes on living under the output's name.
                        buffers[value] = .arena(offset: offset)
                        isTakenOver[input] = true
                    } else {
                        buffers[value] = .arena(offset: arena.allocate(Self.arenaSize(of: value, in: plan)))
                    }
                    expiring.add(value, at: lastUse[value] < 0 ? position : Int(lastUse[value]))
                }
            }
            expiring.forEach(at: position) { value in
                if case .arena(let offset)? = buffers[value], !isTakenOver[value] {
                    arena.free(offset, size: Self.arenaSize(of: value, in: plan))
                }
            }
        }
        arenaByteCount = arena.byteCount
    }

    private static func arenaSize(of value: PlanValue, in plan: PlanGraph) -> Int {
        let type = plan.type(of: value)
        return ArenaAllocator.rounded(type.shape.elementCount! * type.dtype.byteCount)
    }

    private func reusableInput(
        of node: Int, in plan: PlanGraph, position: Int, lastUse: PlanValueTable<Int32>, aliases: AliasAnalysis
    ) -> PlanValue? {
        let reusable = plan[node].operation.traits.reusableInputs
        guard !reusable.isEmpty else { return nil }
        let inputs = plan[node].inputs
        func byteCount(_ type: TensorType) -> Int? { type.shape.elementCount.map { $0 * type.dtype.byteCount } }
        let size = byteCount(plan[node].outputs[0])
        for input in reusable where input < inputs.count {
            let root = aliases.root(of: inputs[input])
            // The exact size: a scalar that is broadcast may fill as many cache lines as the result.
            guard Int(lastUse[root]) == position, byteCount(plan.type(of: root)) == size else { continue }
            // Another input may lie in the same memory under another broadcast shape: then it stays untouched.
            let isSole = inputs.indices.allSatisfy { $0 == input || aliases.root(of: inputs[$0]) != root }
            if isSole { return root }
        }
        return nil
    }
}

/// Values by the position of their last reader: a list for each position, all in one array.
private struct ExpiringValues {
    private var newest: [Int32]
    private var entries: [(value: PlanValue, older: Int32)] = []

    init(positionCount: Int) { newest = Array(repeating: -1, count: positionCount) }

    mutating func add(_ value: PlanValue, at position: Int) {
        entries.append((value, newest[position]))
        newest[position] = Int32(entries.count - 1)
    }

    func forEach(at position: Int, _ body: (PlanValue) -> Void) {
        var index = newest[position]
        while index >= 0 {
            body(entries[Int(index)].value)
            index = entries[Int(index)].older
        }
    }
}

/// Offsets in one block of memory, handed out and taken back.
///
/// Best fit among the free gaps, which are kept sorted by offset and merged with their neighbours. O(gaps) a call; the
/// gaps of a network's plan are few.
struct ArenaAllocator {
    private(set) var byteCount = 0
    private var gaps: [(offset: Int, size: Int)] = []

    /// Sizes in whole cache lines keep every offset aligned.
    static func rounded(_ size: Int) -> Int {
        AlignedMemory.rounded(max(size, 1))
    }

    mutating func allocate(_ size: Int) -> Int {
        var best: Int?
        for index in gaps.indices where gaps[index].size >= size {
            if best.map({ gaps[index].size < gaps[$0].size }) ?? true { best = index }
        }
        if let best {
            let offset = gaps[best].offset
            if gaps[best].size == size {
                gaps.remove(at: best)
            } else {
                gaps[best] = (offset + size, gaps[best].size - size)
            }
            return offset
        }
        if let last = gaps.last, last.offset + last.size == byteCount {
            // Grow the last gap instead of leaving it behind.
            gaps.removeLast()
            byteCount = last.offset + size
            return last.offset
        }
        defer { byteCount += size }
        return byteCount
    }

    mutating func free(_ offset: Int, size: Int) {
        var index = gaps.partitioningIndex { $0.offset > offset }
        gaps.insert((offset, size), at: index)
        if index + 1 < gaps.count, offset + size == gaps[index + 1].offset {
            gaps[index].size += gaps.remove(at: index + 1).size
        }
        if index > 0, gaps[index - 1].offset + gaps[index - 1].size == gaps[index].offset {
            gaps[index - 1].size += gaps.remove(at: index).size
            index -= 1
        }
    }
}

extension Array {
    /// The first index whose element satisfies a predicate that holds from some element on. O(log n).
    func partitioningIndex(where predicate: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if predicate(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
