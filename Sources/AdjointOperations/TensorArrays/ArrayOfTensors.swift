import AdjointCore

/// What a tensor array's handle refers to: tensors of one element type by index, each written once and, unless stated
/// otherwise, read once.
///
/// `@unchecked Sendable`: an array is made by a run and used by that run's kernels, one after another.
final class ArrayOfTensors: @unchecked Sendable {
    /// How an array behaves.
    struct Traits {
        var dtype: DType
        var elementShape: Shape
        var isDynamic = false
        var clearsAfterRead = true
        var hasIdenticalShapes = false
        /// A gradient's array: several writes to one element add up.
        var addsWrites = false
    }

    private enum Element {
        case empty
        case written(NDArray)
        case cleared
        /// Zeros of a shape, in a gradient's array where nothing was written yet.
        case zeros([Int])
    }

    /// No array is larger: an index from a file must not make one grow without bound.
    private static let countLimit = 1 << 24

    private(set) var traits: Traits
    private let name: String
    private var elements: [Element]
    private var gradients: [String: ArrayOfTensors] = [:]
    private var isClosed = false

    init(_ traits: Traits, count: Int, name: String) throws {
        guard (0...Self.countLimit).contains(count) else { throw OperationError("\(count) is no size of an array") }
        self.traits = traits
        self.name = name
        elements = Array(repeating: .empty, count: count)
    }

    var count: Int { elements.count }

    func checkOpen() throws {
        guard !isClosed else { throw OperationError("the tensor array '\(name)' is closed") }
    }

    func write(_ value: NDArray, at index: Int) throws {
        try checkOpen()
        guard value.dtype == traits.dtype else {
            throw OperationError("the tensor array '\(name)' takes \(traits.dtype.name), not \(value.dtype.name)")
        }
        if index >= elements.count, traits.isDynamic, index < Self.countLimit {
            elements += Array(repeating: .empty, count: index + 1 - elements.count)
        }
        try checkIndex(index)
        guard traits.elementShape.isCompatible(with: value.shape) else {
            throw OperationError(
                "the tensor array '\(name)' takes elements of shape \(traits.elementShape), not \(value.shape)")
        }
        if traits.hasIdenticalShapes { traits.elementShape = value.shape }
        switch elements[index] {
        case .empty: elements[index] = .written(value)
        case .zeros(let dimensions):
            guard dimensions == value.dimensions else {
                throw OperationError(
                    "element \(index) of '\(name)' is \(Shape(dimensions)), its gradient \(value.shape)")
            }
            elements[index] = .written(value)
        case .written(let old) where traits.addsWrites:
            guard old.dimensions == value.dimensions else {
                throw OperationError("element \(index) of '\(name)' is \(old.shape); \(value.shape) cannot be added")
            }
            elements[index] = .written(try old.adding(value))
        case .written: throw OperationError("element \(index) of the tensor array '\(name)' is written a second time")
        case .cleared: throw OperationError("element \(index) of '\(name)' was read already, and is written again")
        }
    }

    func read(_ index: Int) throws -> NDArray {
        try checkOpen()
        try checkIndex(index)
        let value: NDArray
        switch elements[index] {
        case .written(let array): value = array
        case .zeros(let dimensions): value = NDArray(zeros: traits.dtype, dimensions: dimensions)
        case .empty:
            guard let dimensions = traits.elementShape.dimensions else {
                throw OperationError(
                    "element \(index) of the tensor array '\(name)' was not written, and its shape is not known")
            }
            value = NDArray(zeros: traits.dtype, dimensions: dimensions)
        case .cleared:
            throw OperationError(
                "element \(index) of '\(name)' is read a second time, but reading clears it (clear_after_read)")
        }
        if traits.clearsAfterRead { elements[index] = .cleared }
        return value
    }

    func close() {
        elements = []
        isClosed = true
    }

    /// The array that collects gradients of this one's elements for the given call of the gradients driver.
    func gradient(source: String) throws -> ArrayOfTensors {
        try checkOpen()
        if let gradient = gradients[source] { return gradient }
        // From now on the two go together, index by index.
        traits.isDynamic = false
        var own = traits
        own.addsWrites = true
        let gradient = try ArrayOfTensors(own, count: count, name: name + "@" + source)
        for index in elements.indices {
            if case .written(let array) = elements[index] { gradient.elements[index] = .zeros(array.dimensions) }
        }
        gradients[source] = gradient
        return gradient
    }

    private func checkIndex(_ index: Int) throws {
        guard elements.indices.contains(index) else {
            throw OperationError("index \(index) is not in the tensor array '\(name)' of \(count) elements")
        }
    }
}
