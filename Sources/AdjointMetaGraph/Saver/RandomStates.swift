import AdjointCore
import AdjointFormats
import AdjointOperations
import AdjointRuntime

/// The positions of a session's random streams as a checkpoint holds them.
///
/// Three tensors: the ops' names, how many words each has, and the words; and the seed of the session. Their names begin
/// with a prefix that no variable has, so TensorFlow passes over them.
struct RandomStates: Equatable {
    /// What the names begin with that checkpoints keep for themselves.
    static let reservedPrefix = "_adjoint/"
    private static let (seedName, nodesName, countsName, wordsName) = (
        reservedPrefix + "random/session_seed", reservedPrefix + "random/nodes", reservedPrefix + "random/counts",
        reservedPrefix + "random/words"
    )

    var sessionSeed: UInt64
    var words: [String: [UInt64]] = [:]

    /// The states of a session by the names of their ops.
    init(_ states: SavedOperationStates, of graph: Graph) {
        sessionSeed = states.sessionSeed
        for (node, words) in states.words {
            if let name = graph.name(ofStateIdentity: node) { self.words[name] = words }
        }
    }

    /// The states that a checkpoint holds; `nil` if it was written without.
    ///
    /// - Throws: `FileError`, `FormatError`.
    init?(_ reader: any CheckpointReader) throws {
        guard reader.tensor(named: Self.seedName) != nil else { return nil }
        let names = try reader.array(of: Self.nodesName)
        guard let seed = try reader.array(of: Self.seedName).integers, seed.count == 1, names.dtype == .string,
            let counts = try reader.array(of: Self.countsName).integers, counts.count == names.count,
            let words = try reader.array(of: Self.wordsName).integers,
            counts.allSatisfy({ $0 >= 0 && $0 <= words.count }),
            counts.reduce(0, { $0.addingReportingOverflow($1).partialValue }) == words.count
        else {
            throw FormatError(.malformed, format: "checkpoint", "the states of random ops in it are damaged")
        }
        sessionSeed = UInt64(truncatingIfNeeded: seed[0])
        var rest = words[...]
        for (name, count) in zip(names.strings, counts) {
            guard count <= rest.count else {
                throw FormatError(.malformed, format: "checkpoint", "the states of random ops in it are damaged")
            }
            self.words[name.description] = rest.prefix(count).map { UInt64(truncatingIfNeeded: $0) }
            rest = rest.dropFirst(count)
        }
    }

    /// The states as the tensors of a checkpoint.
    var tensors: [(name: String, value: NDArray)] {
        let sorted = words.sorted { $0.key < $1.key }
        func signed(_ words: [UInt64]) -> [Int64] { words.map { Int64(bitPattern: $0) } }
        return [
            (Self.seedName, NDArray(Int64(bitPattern: sessionSeed))),
            (Self.nodesName, NDArray(strings: sorted.map { TensorString($0.key) })),
            (Self.countsName, NDArray(sorted.map { Int64($0.value.count) })),
            (Self.wordsName, NDArray(sorted.flatMap { signed($0.value) })),
        ]
    }

    /// The states by the ops of a graph; those of ops that it does not have are left out.
    func states(in graph: Graph) -> SavedOperationStates {
        var states = SavedOperationStates(sessionSeed: sessionSeed, words: [:])
        for (name, words) in words {
            if let identity = graph.stateIdentity(ofOperationNamed: name) { states.words[identity] = words }
        }
        return states
    }
}
