import AdjointCore

/// Axes as ops take them: negative ones count from the end.
enum Axes {
    /// The axis counted from 0.
    ///
    /// - Throws: ``OperationError`` if there is no such axis.
    static func resolve(_ axis: Int, rank: Int) throws(OperationError) -> Int {
        guard axis >= -rank, axis < rank else {
            throw OperationError("axis \(axis) is out of range for a tensor of rank \(rank)")
        }
        return axis < 0 ? axis + rank : axis
    }

    /// For each axis of a tensor, whether it is listed.
    ///
    /// - Throws: ``OperationError`` if an axis does not exist or is listed twice.
    static func mask(_ axes: [Int], rank: Int) throws(OperationError) -> [Bool] {
        var mask = [Bool](repeating: false, count: rank)
        for axis in axes {
            let axis = try resolve(axis, rank: rank)
            guard !mask[axis] else { throw OperationError("axis \(axis) is listed twice") }
            mask[axis] = true
        }
        return mask
    }
}

extension ShapeContext {
    /// The shape of input `index`, which must have the given rank.
    ///
    /// - Throws: ``OperationError`` that calls the input `role`.
    func shape(_ index: Int, rank: Int, role: String) throws(OperationError) -> Shape {
        guard let shape = shape(index).merged(with: Shape(rank: rank)) else {
            let expected = ["a scalar", "a vector", "a matrix"]
            throw OperationError(
                "\(role) must be \(rank < 3 ? expected[rank] : "of rank \(rank)"), not of shape \(shape(index))")
        }
        return shape
    }

    /// The only element of an integer input, if known.
    func integer(_ index: Int) -> Int? {
        guard let integers = integers(index), integers.count == 1 else { return nil }
        return integers[0]
    }
}

extension BindingContext {
    /// The elements of an integer input, which must be known to bind the kernel.
    func integers(_ index: Int) throws -> [Int] {
        guard let integers = try constant(index).integers else {
            throw OperationError("input \(index) must hold integers, not \(inputs[index].dtype.name)")
        }
        return integers
    }
}

/// Strides of contiguous dimensions, in elements.
func contiguousStrides(_ dimensions: [Int]) -> [Int] {
    var strides = [Int](repeating: 1, count: dimensions.count)
    for axis in dimensions.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * dimensions[axis + 1] }
    return strides
}
