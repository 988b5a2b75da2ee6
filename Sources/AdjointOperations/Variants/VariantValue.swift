import AdjointCore

/// What an element of type `variant` holds: a value made of tensors.
protocol VariantValue: AnyObject, Sendable {
    /// A value of the same form, of zeros.
    func zeros() throws -> any VariantValue

    /// The sum with a value of the same form.
    func adding(_ other: any VariantValue) throws -> any VariantValue
}

extension NDArray {
    /// A scalar that holds a value.
    init(_ value: any VariantValue) {
        self.init(zeros: .variant, dimensions: [])
        storage.baseAddress.assumingMemoryBound(to: AnyObject?.self).pointee = value
    }

    /// What the elements hold.
    ///
    /// - Precondition: the element type is `variant`.
    private var variants: UnsafeMutablePointer<AnyObject?> {
        storage.baseAddress.assumingMemoryBound(to: AnyObject?.self)
    }

    /// Zeros of the same type and shape; for variants, values of zeros.
    func zerosLike() throws -> NDArray {
        guard dtype == .variant else { return NDArray(zeros: dtype, dimensions: dimensions) }
        return try variantMap { try $0.variant(at: $1).zeros() }
    }

    /// The elementwise sum of two arrays of one shape and type.
    func adding(_ other: NDArray) throws -> NDArray {
        guard dtype == .variant else {
            return try ConstantEvaluation.evaluate(
                AddV2(), inputs: [self, other], outputs: [TensorType(dtype, shape)])[0]
        }
        return try variantMap { try $0.variant(at: $1).adding(other.variant(at: $1)) }
    }

    private func variantMap(_ transform: (NDArray, Int) throws -> any VariantValue) throws -> NDArray {
        let result = NDArray(zeros: .variant, dimensions: dimensions)
        for index in 0..<count { result.variants[index] = try transform(self, index) }
        return result
    }

    private func variant(at index: Int) throws -> any VariantValue {
        guard let value = variants[index] as? any VariantValue else {
            throw OperationError("a variant holds nothing that can be computed with")
        }
        return value
    }
}

extension KernelArguments {
    /// What element `element` of the variants at input `index` holds.
    ///
    /// - Throws: ``OperationError`` if it holds nothing that can be computed with.
    func variant(_ index: Int, element: Int = 0) throws -> any VariantValue {
        guard let value = input(index, as: AnyObject?.self)[element] as? any VariantValue else {
            throw OperationError("input \(index) holds nothing that can be computed with")
        }
        return value
    }

    /// Gives out a value as an element of the variants at output `index`.
    func setVariant(_ value: any VariantValue, _ index: Int = 0, element: Int = 0) {
        output(index, as: AnyObject?.self)[element] = value
    }
}
