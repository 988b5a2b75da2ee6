import AdjointCore
import AdjointOperations

extension Graph {
    /// The scope of a layer: the variable scope of the layer's name, or of the kind's name made unique, and the name
    /// scope that goes with it. A layer of a name used before gives its ops a name scope of their own, and its
    /// variables are those of the name: they must be there to reuse.
    func layerScope<Result>(
        _ name: String?, kind: String, reuse: VariableReuse = .never, _ body: () throws -> Result
    ) rethrows -> Result {
        guard let name else { return try variableScope(defaultName: kind, body) }
        return try variableScope(name, reuse: reuse, body)
    }
}
