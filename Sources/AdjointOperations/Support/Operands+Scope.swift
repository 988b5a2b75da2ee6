import AdjointCore

extension Graph {
    /// Opens the scope `name`, made unique, and passes `body` the name with which an op takes the scope's own.
    func scoped(_ name: String, _ body: (_ ownName: String) -> Tensor) -> Tensor {
        let ownName = resolveNameScope(name) + "/"
        return nameScope(ownName) { body(ownName) }
    }
}
