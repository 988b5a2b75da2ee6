import AdjointCore

extension ShapeContext {
    /// The broadcast shape of inputs 0 and 1.
    ///
    /// - Throws: ``OperationError`` if they do not broadcast.
    func broadcastShape() throws -> Shape {
        guard let shape = Shape.broadcast(shape(0), shape(1)) else {
            throw OperationError("shapes do not broadcast: \(shape(0)) and \(shape(1))")
        }
        return shape
    }
}
