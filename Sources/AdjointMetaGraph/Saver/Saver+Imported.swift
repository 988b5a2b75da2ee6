public import AdjointCore
public import AdjointFormats
import AdjointOperations

extension Saver {
    /// The saver that an imported graph brings with it: its variables, under the names that its own restore ops state.
    ///
    /// Works for every version and for sharded savers; names in the file stay what they were where the graph was
    /// imported under a scope.
    /// - Parameters:
    ///   - graph: The graph.
    ///   - definition: How the file describes the saver, with names as they are in the graph.
    /// - Throws: `GraphError` where the graph does not have the ops, or they do not restore variables.
    public init(_ graph: Graph, definition: SaverDef) throws {
        let entries = try RestoreOperations(graph).entries(below: graph.operation(definition.restoreOpName))
        guard !entries.isEmpty else {
            throw GraphError(.variable, "'\(definition.restoreOpName)' restores no variable")
        }
        self.init(
            graph: graph, entries: entries.sorted { $0.name < $1.name }, definition: definition,
            includesRandomState: true)
        maxToKeep = Int(definition.maxToKeep)
        keepEveryHours = Double(definition.keepCheckpointEveryNHours)
    }
}

/// Reads off a graph's restore ops which variable gets which tensor.
private struct RestoreOperations {
    private let graph: Graph

    init(_ graph: Graph) { self.graph = graph }

    /// The variables that running `operation` restores.
    func entries(below operation: Operation) throws -> [Saver.Entry] {
        var entries: [Saver.Entry] = []
        var seen: Set<Operation> = [operation]
        var pending = [operation]
        while let next = pending.popLast() {
            if let entry = try entry(next) { entries.append(entry) }
            for input in next.controlInputs where seen.insert(input).inserted { pending.append(input) }
        }
        return entries
    }

    /// The variable that an assignment restores; `nil` for other ops.
    private func entry(_ operation: Operation) throws -> Saver.Entry? {
        let inputs = operation.inputs
        guard operation.type == "Assign" || operation.type == "AssignVariableOp", inputs.count == 2 else { return nil }
        let source = passedOn(inputs[1])
        let producer = source.operation
        let (nameInput, sliceInput): (Int, Int?)
        switch producer.type {
        case "RestoreV2", "RestoreSlice": (nameInput, sliceInput) = (1, 2)
        case "Restore": (nameInput, sliceInput) = (1, nil)
        default: return nil
        }
        guard producer.inputs.count > sliceInput ?? nameInput else {
            throw GraphError(.variable, "'\(producer.name)' lacks the inputs that name what it restores")
        }
        let names = try strings(producer.inputs[nameInput])
        let slices = try sliceInput.map { try strings(producer.inputs[$0]) } ?? []
        guard source.outputIndex < names.count else {
            throw GraphError(.variable, "'\(producer.name)' has no name for its output \(source.outputIndex)")
        }
        let slice = source.outputIndex < slices.count ? slices[source.outputIndex] : ""
        let reference = passedOn(inputs[0])
        guard reference.operation.definition?.traits.role == .variable else { return nil }
        return Saver.Entry(
            name: names[source.outputIndex], reference: reference,
            part: slice.isEmpty ? nil : try TensorPart(specification: slice))
    }

    /// The tensor that a chain of identities hands on.
    private func passedOn(_ tensor: Tensor) -> Tensor {
        var tensor = tensor
        var count = 0
        // A file may state such a node without inputs.
        while tensor.operation.type == "Identity" || tensor.operation.type == "Reshape", count < 16,
            let source = tensor.operation.inputs.first
        {
            tensor = source
            count += 1
        }
        return tensor
    }

    private func strings(_ tensor: Tensor) throws -> [String] {
        guard let value = tensor.operation.definition?.constantValue, value.dtype == .string else {
            throw GraphError(.variable, "the names in '\(tensor.name)' are not constant")
        }
        return value.strings.map(\.description)
    }
}
