import AdjointCore

extension ShapeContext {
    /// The shape of the variable that input `index` refers to, or of the value that it is. A handle does not tell it
    /// while the graph is built; in a plan a handle is the variable.
    func variableShape(_ index: Int) -> Shape { dtype(index) == .resource ? .unknown : shape(index) }
}
