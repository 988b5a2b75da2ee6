public import AdjointCore
public import AdjointOperations

extension Graph {
    /// The variable that counts training steps, made the first time: a scalar int64 named `global_step`, starting at 0.
    /// TF: `tf.train.get_or_create_global_step`.
    public func globalStep(file: StaticString = #fileID, line: UInt = #line) -> Variable {
        if let existing = variables(in: .globalStep).first { return existing }
        // An imported graph may have one that is in no collection of steps.
        if let existing = globalVariables.first(where: { $0.name == "global_step" }) {
            add(existing, to: .globalStep)
            return existing
        }
        return getVariable(
            "global_step", shape: [], dtype: .int64, initializer: .zeros, isTrainable: false,
            collections: [.globalVariables, .globalStep], file: file, line: line)
    }
}
