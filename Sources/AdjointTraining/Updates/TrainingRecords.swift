import AdjointCore
import AdjointOperations
import Synchronization

/// What training steps were built in a graph, which its lint asks for.
final class TrainingRecords: Sendable {
    /// One training step, its nodes by index.
    struct Record {
        var loss: NodeOutput?
        var step: Int
        var variables: Set<Int>
        var updates: Set<Int>
    }

    private let records = Mutex<[Record]>([])

    static func of(_ graph: Graph) -> TrainingRecords {
        graph.attachment(TrainingRecords.self) { TrainingRecords() }
    }

    /// All steps, in the order they were built.
    var all: [Record] { records.withLock { $0 } }

    func add(loss: Tensor?, step: Operation, variables: [Variable], updates: [Operation]) {
        let record = Record(
            loss: loss?.nodeOutput, step: step.index, variables: Set(variables.map(\.operation.index)),
            updates: Set(updates.map(\.index)))
        records.withLock { $0.append(record) }
    }
}
