import AdjointCore
import AdjointFormats
import AdjointOperations

extension VariableDef {
    /// The message that states a variable.
    ///
    /// - Parameter original: What the file that it is from says of it: what graphs do not have, such as the part of a
    ///   larger variable that it is, is kept.
    init(_ variable: Variable, original: VariableDef?) {
        self = original ?? VariableDef()
        variableName = variable.reference.name
        initializerName = variable.initializer.isValid ? variable.initializer.name : ""
        snapshotName = variable.value.name
        initialValueName = variable.initialValue?.name ?? ""
        trainable = variable.isTrainable
        isResource = variable.reference.dtype == .resource
    }

    /// The variable that the message states, `nil` if its tensors are not in the graph.
    ///
    /// - Parameter isTrainable: What to take it for where the message does not say.
    func variable(in graph: Graph, isTrainable: Bool) -> Variable? {
        guard let reference = try? graph.tensor(variableName),
            let value = try? graph.tensor(snapshotName.isEmpty ? variableName : snapshotName),
            let initializer = graph.findOperation(initializerName)
        else { return nil }
        return Variable(
            reference: reference, value: value, initializer: initializer,
            initialValue: try? graph.tensor(initialValueName), isTrainable: trainable || isTrainable)
    }
}
