import AdjointCore
public import AdjointFormats
import AdjointOperations
public import AdjointRuntime
import Synchronization

extension Saver {
    /// What ``restore(_:from:slots:allowing:fileSystem:)`` would do with a checkpoint. Reads its index only.
    ///
    /// - Parameters:
    ///   - prefix: What the checkpoint's files begin with.
    ///   - slots: What to do with optimizers' slots.
    ///   - fileSystem: Where to read.
    /// - Throws: `FileError` where there is no such checkpoint, `FormatError` where it is damaged.
    public func plan(
        for prefix: String, slots: OptimizerSlots = .required, fileSystem: some FileSystem = .posix
    ) throws -> RestorePlan {
        try plan(for: prefix, slots: slots, Checkpoint.open(prefix, fileSystem: fileSystem))
    }

    /// Gives variables the values that a checkpoint holds. TF: `Saver.restore`.
    ///
    /// Either all of it happens or, if this throws, nothing. Only what is asked for is read, from the mapped file, with its
    /// checksums verified. The checkpoint may be of TensorFlow's first or second format, or a file of arrays by the
    /// variables' names, `weights.npz` or `weights.safetensors`.
    /// - Parameters:
    ///   - session: Whose variables. They need not be initialized.
    ///   - prefix: What the checkpoint's files begin with.
    ///   - slots: What to do with optimizers' slots.
    ///   - leniency: What may be left out.
    ///   - fileSystem: Where to read.
    /// - Returns: What was done.
    /// - Throws: ``RestoreError`` where the file does not have all variables as the graph does, `FileError` where there is no
    ///   such checkpoint, `FormatError` where it is damaged.
    @discardableResult
    public func restore(
        _ session: Session, from prefix: String, slots: OptimizerSlots = .required, allowing leniency: Leniency = [],
        fileSystem: some FileSystem = .posix
    ) throws -> RestorePlan {
        let graph = try checked()
        try check(session, graph)
        let reader = try Checkpoint.open(prefix, fileSystem: fileSystem)
        let plan = try plan(for: prefix, slots: slots, reader)
        guard plan.missing.isEmpty || leniency.contains(.missing),
            plan.mismatched.isEmpty || leniency.contains(.mismatched)
        else { throw RestoreError(plan: plan) }

        let sources = Dictionary(
            plan.restored.map { ($0.variable, $0.source) }, uniquingKeysWith: { first, _ in first })
        let wanted = entries.filter { sources[$0.reference.operation.name] == $0.name }
        let sourceValues = try read(wanted, from: reader, session)
        let states = includesRandomState ? try RandomStates(reader) : nil
        try withExtendedLifetime(sourceValues) {
            try session.set(zip(wanted, sourceValues).map { $1.newValue(of: $0.reference) })
        }
        if let states { session.restore(states.states(in: graph)) }
        if !plan.reset.isEmpty { try reset(plan.reset, in: session, graph) }
        return plan
    }

    /// Reads the values of entries, on the session's threads: what is a plain run of bytes in the file is verified and
    /// left there, so that it is copied only once; everything else becomes an array.
    private func read(
        _ entries: [Entry], from reader: any CheckpointReader, _ session: Session
    ) throws -> [RestoredValue] {
        let results = Mutex<[Int: Result<RestoredValue, any Error>]>([:])
        session.inParallel(entries.count) { index in
            let result = Result { try RestoredValue(entries[index], from: reader) }
            results.withLock { $0[index] = result }
        }
        let read = results.withLock { $0 }
        return try entries.indices.map { try read[$0]!.get() }
    }

    private func plan(
        for prefix: String, slots: OptimizerSlots, _ reader: any CheckpointReader
    ) throws -> RestorePlan {
        let graph = try checked()
        let slotNodes = slots == .required ? [] : graph.optimizerSlotNodes()
        var plan = RestorePlan(
            prefix: prefix, restored: [], missing: [], mismatched: [], reset: [], leftAlone: [], unused: [],
            warnings: warnings)
        var used: Set<String> = []
        for entry in entries {
            let isSlot = slotNodes.contains(entry.reference.operation.index)
            let variable = entry.reference.operation.name
            guard slots != .reset || !isSlot else {
                plan.reset.append(variable)
                continue
            }
            guard let tensor = reader.tensor(named: entry.name) else {
                if isSlot {
                    plan.reset.append(variable)
                } else {
                    plan.missing.append(RestorePlan.Missing(variable: variable, source: entry.name, nearest: []))
                }
                continue
            }
            used.insert(entry.name)
            guard entry.accepts(tensor) else {
                let (dtype, shape) = (entry.reference.variableType.dtype, entry.reference.variableType.shape)
                plan.mismatched.append(
                    RestorePlan.Mismatched(
                        variable: variable, source: entry.name, expected: "\(dtype.name) \(shape)",
                        found:
                            "\(DType(rawValue: tensor.dtype.rawValue)?.name ?? "\(tensor.dtype)") \(Shape(tensor.shape))",
                        nearest: []))
                continue
            }
            let shape = entry.part?.shape ?? tensor.shape
            plan.restored.append(
                RestorePlan.Restored(
                    variable: variable, source: entry.name, dtype: entry.reference.variableType.dtype, shape: shape,
                    byteCount: shape.reduce(tensor.dtype.size ?? 0, *)))
        }
        plan.unused = reader.tensors.filter {
            !used.contains($0.name) && !$0.name.hasPrefix(RandomStates.reservedPrefix)
        }
        suggestNames(&plan)
        let own = Set(entries.map(\.reference))
        plan.leftAlone = graph.graphVariables(in: .globalVariables).map(\.reference).filter { !own.contains($0) }
            .map(\.operation.name)
        if includesRandomState { plan.randomStreamCount = try RandomStates(reader)?.states(in: graph).words.count }
        return plan
    }

    private func suggestNames(_ plan: inout RestorePlan) {
        let names = NearestNames(plan.unused.prefix(2000).map { $0 })
        let byName = Dictionary(entries.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        for index in plan.missing.indices {
            let entry = byName[plan.missing[index].source]
            plan.missing[index].nearest = names.nearest(to: plan.missing[index].source) { entry?.accepts($0) ?? false }
        }
        for index in plan.mismatched.indices {
            guard let entry = byName[plan.mismatched[index].source] else { continue }
            plan.mismatched[index].nearest = names.nearest(to: entry.name, fitting: entry.accepts, onlyFitting: true)
        }
    }

    private func reset(_ names: [String], in session: Session, _ graph: Graph) throws {
        let wanted = Set(names)
        let variables = graph.graphVariables(in: .globalVariables).filter {
            wanted.contains($0.reference.operation.name)
        }
        guard variables.count == wanted.count else {
            let known = Set(variables.map(\.reference.operation.name))
            throw GraphError(
                .variable,
                "nothing says how to initialize "
                    + wanted.subtracting(known).sorted().map { "'\($0)'" }.joined(separator: ", "))
        }
        try session.run(targets: variables.map(\.initializer))
    }
}

/// A variable's value in a file, verified.
private enum RestoredValue: Sendable {
    case array(NDArray)
    /// Bytes in the mapped file.
    case bytes(Bytes, DType, dimensions: [Int])

    init(_ entry: Saver.Entry, from reader: any CheckpointReader) throws {
        let dtype = entry.reference.variableType.dtype
        if entry.part == nil, !dtype.isManaged, dtype != .bool, let tensor = reader.tensor(named: entry.name) {
            self = .bytes(try reader.bytes(of: entry.name), dtype, dimensions: tensor.shape)
        } else {
            self = .array(try reader.array(of: entry.name, part: entry.part))
        }
    }

    /// The value for a session. Its bytes are valid as long as this value is.
    func newValue(of reference: Tensor) -> Session.NewValue {
        switch self {
        case .array(let array): Session.NewValue(reference: reference, value: .array(array))
        case .bytes(let bytes, let dtype, let dimensions):
            // The owner of the bytes outlives the pointer: the caller holds this value.
            bytes.withUnsafeBytes {
                Session.NewValue(reference: reference, value: .bytes($0, dtype, dimensions: dimensions))
            }
        }
    }
}

extension Saver.Entry {
    /// Whether the variable can have the value of a tensor in a file.
    func accepts(_ tensor: CheckpointTensor) -> Bool {
        let type = reference.variableType
        guard tensor.dtype.rawValue == type.dtype.rawValue else { return false }
        guard let part else { return type.shape.isCompatible(with: Shape(tensor.shape)) }
        return tensor.shape == part.wholeShape && type.shape.isCompatible(with: Shape(part.shape))
    }
}

/// Finds the names in a file that a wrong name may have meant.
private struct NearestNames {
    private let candidates: [CheckpointTensor]

    init(_ candidates: [CheckpointTensor]) { self.candidates = candidates }

    /// At most three names: first those that differ by a scope around them, then those that differ by a few letters; of
    /// equals, those first that fit.
    func nearest(
        to name: String, fitting fits: (CheckpointTensor) -> Bool, onlyFitting: Bool = false
    ) -> [String] {
        var found: [(rank: (Int, Int, Int), name: String)] = []
        for candidate in candidates {
            let isFitting = fits(candidate)
            guard isFitting || !onlyFitting else { continue }
            let misfit = isFitting ? 0 : 1
            if candidate.name.hasSuffix("/" + name) || name.hasSuffix("/" + candidate.name) {
                found.append(((0, misfit, candidate.name.utf8.count), candidate.name))
            } else if let distance = Graph.editDistance(name, candidate.name, limit: max(3, name.utf8.count / 3)) {
                found.append(((1, distance, misfit), candidate.name))
            }
        }
        return found.sorted { $0.rank < $1.rank }.prefix(3).map(\.name)
    }
}
