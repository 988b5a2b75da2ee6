import AdjointCore

/// Some tensors, or nothing: what TensorFlow's `Optional` holds. The side of a conditional that is not taken has nothing to
/// keep for the gradient.
final class OptionalTensors: VariantValue {
    /// The tensors; `nil` for nothing.
    let components: [NDArray]?

    init(_ components: [NDArray]?) { self.components = components }

    func zeros() throws -> any VariantValue { OptionalTensors(try components?.map { try $0.zerosLike() }) }

    func adding(_ other: any VariantValue) throws -> any VariantValue {
        guard let other = other as? OptionalTensors, components?.count == other.components?.count else {
            throw OperationError("an optional is added to something else")
        }
        guard let components, let others = other.components else { return self }
        return OptionalTensors(
            try zip(components, others).map { left, right in
                guard left.dtype == right.dtype, left.dimensions == right.dimensions else {
                    throw OperationError(
                        "\(left.dtype.name) \(left.shape) and \(right.dtype.name) \(right.shape) cannot be added")
                }
                return try left.adding(right)
            })
    }
}

extension KernelArguments {
    /// The optional that input 0 holds.
    ///
    /// - Throws: ``OperationError`` if it holds something else.
    func optional() throws -> OptionalTensors {
        guard let optional = input(0, as: AnyObject?.self).pointee as? OptionalTensors else {
            throw OperationError("input 0 holds no optional")
        }
        return optional
    }
}
