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

    /// The shape that inputs 0 and 1 share.
    ///
    /// - Throws: ``OperationError`` if they differ.
    func commonShape() throws -> Shape {
        guard let shape = shape(0).merged(with: shape(1)) else {
            throw OperationError("shapes differ: \(shape(0)) and \(shape(1))")
        }
        return shape
    }
}
