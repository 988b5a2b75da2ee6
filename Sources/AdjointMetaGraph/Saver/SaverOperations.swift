import AdjointCore
import AdjointFormats
import AdjointOperations

/// The ops that a saver has in the graph: named, ordered and placed as TensorFlow's saver does.
enum SaverOperations {
    /// Adds the ops that save and restore `entries`, and returns what names them.
    static func add(to graph: Graph, _ entries: [Saver.Entry]) -> SaverDef {
        graph.nameScope("save") {
            let fileName = graph.placeholder(default: NDArray(strings: ["model"], dimensions: []), name: "filename")
            let prefix = graph.placeholder(default: fileName, name: "Const")
            let save = self.save(entries, prefix, graph)
            let saved = graph.colocated(with: prefix.operation) {
                graph.addTensor(
                    Identity(), inputs: [prefix], name: "control_dependency", controlInputs: [save].compactMap { $0 })
            }
            let restore = graph.group(restore(entries, prefix, graph), name: "restore_all")
            var definition = SaverDef()
            definition.filenameTensorName = prefix.name
            definition.saveTensorName = saved.name
            definition.restoreOpName = restore?.name ?? ""
            definition.maxToKeep = 5
            definition.keepCheckpointEveryNHours = 10_000
            definition.version = .v2
            return definition
        }
    }

    private static func save(_ entries: [Saver.Entry], _ prefix: Tensor, _ graph: Graph) -> Operation? {
        let scope = graph.resolveNameScope(SaveV2.type)
        let names = graph.nameScope(scope + "/") { nameConstants(entries, graph) }
        let values = entries.map { entry in
            guard entry.reference.dtype == .resource else { return entry.reference }
            return graph.addTensor(ReadVariableOp(entry.reference.variableType.dtype), inputs: [entry.reference])
        }
        return graph.add(SaveV2(), inputs: [prefix] + names + values, name: scope + "/")
    }

    private static func restore(_ entries: [Saver.Entry], _ prefix: Tensor, _ graph: Graph) -> [Operation] {
        let restored = graph.device("/device:CPU:0") {
            let scope = graph.resolveNameScope(RestoreV2.type)
            let names = graph.nameScope(scope + "/") { nameConstants(entries, graph) }
            return graph.addTensors(
                RestoreV2(dtypes: entries.map { $0.reference.variableType.dtype }), inputs: [prefix] + names,
                count: entries.count,
                name: scope + "/")
        }
        return zip(entries, restored).compactMap { entry, value in
            if entry.reference.dtype == .resource {
                return graph.add(AssignVariableOp(), inputs: [entry.reference, value.identity()])
            }
            return graph.colocated(with: entry.reference.operation) {
                graph.add(
                    Assign(validatesShape: entry.reference.shape.isFullyKnown, usesLocking: true),
                    inputs: [entry.reference, value])
            }
        }
    }

    /// The names and slices of the entries, as ops on checkpoints take them.
    private static func nameConstants(_ entries: [Saver.Entry], _ graph: Graph) -> [Tensor] {
        [
            graph.constant(NDArray(strings: entries.map { TensorString($0.name) }), name: "tensor_names"),
            graph.constant(
                NDArray(strings: entries.map { TensorString($0.part?.specification ?? "") }), name: "shape_and_slices"),
        ]
    }
}
