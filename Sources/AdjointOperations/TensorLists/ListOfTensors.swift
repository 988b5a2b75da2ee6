import AdjointCore

/// A list of tensors of one element type, as a value: what a tensor of type `variant` holds.
///
/// Unlike an ``ArrayOfTensors`` it never changes; an op that changes an element gives out a new list, which shares the
/// tensors of the old one.
final class ListOfTensors: VariantValue {
    /// No list is longer: an index from a file must not make one grow without bound.
    private static let countLimit = 1 << 24

    /// Elements that were not set are not made zeros of more numbers than this.
    private static let sizeLimit = 1 << 32

    let dtype: DType
    /// The elements' shape as far as it is known.
    let elementShape: Shape
    /// How many elements it takes at most, `nil` for any number.
    let limit: Int?
    /// The elements; `nil` where none was set, which reads as zeros.
    let elements: [NDArray?]

    /// - Throws: ``OperationError`` for more elements than a list takes.
    init(_ dtype: DType, elementShape: Shape, limit: Int? = nil, elements: [NDArray?]) throws {
        let limit = min(limit ?? Self.countLimit, Self.countLimit)
        guard elements.count <= limit else { throw OperationError("the list takes no more than \(limit) elements") }
        self.dtype = dtype
        self.elementShape = elementShape
        self.limit = limit
        self.elements = elements
    }

    /// A list of so many elements that are not set.
    convenience init(_ dtype: DType, elementShape: Shape, count: Int) throws {
        guard (0...Self.countLimit).contains(count) else { throw OperationError("\(count) is no size of a list") }
        try self.init(dtype, elementShape: elementShape, elements: Array(repeating: nil, count: count))
    }

    func with(_ elements: [NDArray?]) throws -> ListOfTensors {
        try ListOfTensors(dtype, elementShape: elementShape, limit: limit, elements: elements)
    }

    /// The list with one more element. O(count).
    func appending(_ value: NDArray) throws -> ListOfTensors {
        try check(value)
        return try with(elements + [value])
    }

    /// The list with another element at an index. O(count).
    ///
    /// - Parameter grows: Whether the list becomes as long as the index asks for.
    func setting(_ value: NDArray, at index: Int, grows: Bool) throws -> ListOfTensors {
        try check(value)
        var elements = elements
        if grows, index >= elements.count, index < Self.countLimit {
            elements += Array(repeating: nil, count: index + 1 - elements.count)
        }
        guard elements.indices.contains(index) else { throw outside(index) }
        elements[index] = value
        return try with(elements)
    }

    /// The list with so many elements: the first ones, or all and some that are not set. O(count).
    func resized(to count: Int) throws -> ListOfTensors {
        guard (0...Self.countLimit).contains(count) else { throw OperationError("\(count) is no size of a list") }
        let missing = max(0, count - elements.count)
        return try with(Array(elements.prefix(count)) + Array(repeating: nil, count: missing))
    }

    /// An element; zeros where none was set.
    ///
    /// - Parameter shape: What else is known of its shape.
    /// - Throws: ``OperationError`` for an index outside the list, for an element of another shape, and for zeros
    ///   whose shape is not known.
    func element(_ index: Int, shape: Shape) throws -> NDArray {
        guard elements.indices.contains(index) else { throw outside(index) }
        guard let value = elements[index] else {
            guard let dimensions = try merged(shape).dimensions else {
                throw OperationError("element \(index) of the list was not set, and its shape is not known")
            }
            try Self.checkSize(dimensions)
            return NDArray(zeros: dtype, dimensions: dimensions)
        }
        guard shape.isCompatible(with: value.shape) else {
            throw OperationError("element \(index) of the list is \(value.shape), not \(shape)")
        }
        return value
    }

    /// Elements of one shape, one after another: `[indices, element…]`.
    ///
    /// - Parameter shape: What else is known of their shape; needed where there are none.
    func stacked(_ indices: [Int], shape: Shape) throws -> NDArray {
        var shape = try merged(shape)
        for index in indices where elements.indices.contains(index) {
            guard let known = elements[index]?.shape else { continue }
            guard let common = shape.merged(with: known) else {
                throw OperationError("element \(index) of the list is \(known), not \(shape)")
            }
            shape = common
        }
        try Self.checkSize([indices.count] + (shape.dimensions ?? []))
        let arrays = try indices.map { try element($0, shape: shape) }
        guard let first = arrays.first else {
            guard let dimensions = shape.dimensions else {
                throw OperationError("no element is stacked, and the shape of the elements is not known")
            }
            return NDArray(zeros: dtype, dimensions: [0] + dimensions)
        }
        return NDArray(joining: arrays, dimensions: [arrays.count] + first.dimensions)
    }

    /// A list of as many zeros; what is not set stays so.
    func zeros() throws -> any VariantValue { try with(elements.map { try $0?.zerosLike() }) }

    /// The sum of two lists, element by element; what is not set counts as zeros. O(elements' elements).
    func adding(_ other: any VariantValue) throws -> any VariantValue {
        guard let other = other as? ListOfTensors else { throw OperationError("a list is added to something else") }
        guard dtype == other.dtype, elements.count == other.elements.count else {
            throw OperationError(
                "lists of \(elements.count) \(dtype.name) and \(other.elements.count) \(other.dtype.name) elements "
                    + "cannot be added")
        }
        let sums = try zip(elements, other.elements).map { left, right -> NDArray? in
            guard let left, let right else { return left ?? right }
            guard left.dimensions == right.dimensions else {
                throw OperationError("elements of the shapes \(left.shape) and \(right.shape) cannot be added")
            }
            return try left.adding(right)
        }
        return try ListOfTensors(dtype, elementShape: merged(other.elementShape), limit: limit, elements: sums)
    }

    private func check(_ value: NDArray) throws {
        guard value.dtype == dtype else {
            throw OperationError("the list takes \(dtype.name), not \(value.dtype.name)")
        }
        guard elementShape.isCompatible(with: value.shape) else {
            throw OperationError("the list takes elements of shape \(elementShape), not \(value.shape)")
        }
    }

    private func merged(_ shape: Shape) throws -> Shape {
        guard let merged = elementShape.merged(with: shape) else {
            throw OperationError("the list's elements are of shape \(elementShape), not \(shape)")
        }
        return merged
    }

    /// Checks dimensions that a file or a feed may have stated: elements that were never set take no memory until then.
    private static func checkSize(_ dimensions: [Int]) throws {
        var count = 1
        for dimension in dimensions {
            let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
            guard !overflow, product <= sizeLimit else {
                throw OperationError("elements of the shape \(Shape(dimensions)) are too large")
            }
            count = product
        }
    }

    private func outside(_ index: Int) -> OperationError {
        OperationError("\(index) is no index of a list of \(elements.count) elements")
    }
}

extension KernelArguments {
    /// The list that input `index` holds.
    ///
    /// - Throws: ``OperationError`` if it holds something else, or elements of another type.
    func list(_ index: Int = 0, of dtype: DType? = nil) throws -> ListOfTensors {
        guard let list = input(index, as: AnyObject?.self).pointee as? ListOfTensors else {
            throw OperationError("input \(index) holds no list of tensors")
        }
        guard dtype == nil || dtype == list.dtype else {
            throw OperationError("the list holds \(list.dtype.name), where \(dtype!.name) is wanted")
        }
        return list
    }

    /// Gives out a list as output 0.
    func setList(_ list: ListOfTensors) { setVariant(list) }

    /// Input `index` as an int32 scalar.
    func index(_ index: Int) -> Int { Int(input(index, as: Int32.self).pointee) }

    /// Input `index` as a shape: a scalar -1 for one that is not known, or a vector with -1 for unknown dimensions.
    func elementShape(_ index: Int, _ operand: BindingContext.Operand) throws -> Shape {
        let sizes: [Int] =
            operand.dtype == .int64
            ? (0..<operand.count).map { Int(input(index, as: Int64.self)[$0]) }
            : (0..<operand.count).map { Int(input(index, as: Int32.self)[$0]) }
        guard sizes.allSatisfy({ $0 >= -1 }), operand.dimensions.count == 1 || sizes == [-1] else {
            throw OperationError("\(sizes) is no shape of an element")
        }
        return operand.dimensions.isEmpty ? .unknown : Shape(sizes.map { $0 < 0 ? nil : $0 })
    }
}

extension BindingContext {
    /// Checks that input `index` is a scalar.
    func checkScalar(_ index: Int) throws {
        guard inputs[index].dimensions.isEmpty else {
            throw OperationError("input \(index) must be a scalar, not \(Shape(inputs[index].dimensions))")
        }
    }
}

extension ShapeContext {
    /// Input `index` read as the shape of a list's elements.
    func elementShape(_ index: Int) -> Shape {
        shape(index).rank == 1 ? partialShape(index) : .unknown
    }
}
