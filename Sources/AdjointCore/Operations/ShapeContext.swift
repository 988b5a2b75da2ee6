import Synchronization

/// What a shape rule may look at: the types of the inputs, and their values where those are known already.
public struct ShapeContext: Sendable {
    /// Element type and shape of each input.
    public let inputs: [TensorType]
    /// `nil` where nothing is known of any.
    private let values: [StaticValue?]?
    private let reads: InputReads?

    /// A context from types and, where known, values.
    ///
    /// - Parameters:
    ///   - values: An entry for each input; `nil` where nothing is known of any.
    ///   - reads: Where to note which inputs' values the rule looks at.
    public init(inputs: [TensorType], values: [StaticValue?]?, notingReadsIn reads: InputReads? = nil) {
        precondition(inputs.count == values?.count ?? inputs.count, "one value entry for each input")
        self.inputs = inputs
        self.values = values
        self.reads = reads
    }

    /// The shape of input `index`.
    public func shape(_ index: Int) -> Shape { inputs[index].shape }

    /// The element type of input `index`.
    public func dtype(_ index: Int) -> DType { inputs[index].dtype }

    /// The shape of the variable that input `index` leads to as a handle or reference, or of the value that it is.
    public func variableShape(_ index: Int) -> Shape {
        if case .handle(let type) = staticValue(index) { return type.shape }
        // In a plan, a handle is the variable itself.
        return dtype(index) == .resource ? .unknown : shape(index)
    }

    /// What is known of the handle that input `index` is.
    public func handle(_ index: Int) -> StaticValue? {
        if case .handle = staticValue(index) { return staticValue(index) }
        return nil
    }

    private func staticValue(_ index: Int) -> StaticValue? { values?[index] }

    /// The value of input `index` if it is fully known.
    public func value(_ index: Int) -> NDArray? {
        reads?.insert(index)
        if case .known(let array) = staticValue(index) { return array }
        return nil
    }

    /// The elements of an integer input if they are fully known.
    public func integers(_ index: Int) -> [Int]? { value(index)?.integers }

    /// The elements of an integer vector input read as a shape (-1 meaning unknown), as far as they are known.
    ///
    /// Where only the vector's length is known, a shape of that rank with unknown dimensions.
    public func partialShape(_ index: Int) -> Shape {
        reads?.insert(index)
        switch staticValue(index) {
        case .known(let array):
            guard let integers = array.integers else { return .unknown }
            return Shape(integers.map { $0 < 0 ? nil : $0 } as [Int?])
        case .partial(let shape): return shape
        case .handle: return .unknown
        case nil:
            return inputs[index].shape.rank == 1 ? inputs[index].shape[0].map(Shape.init(rank:)) ?? .unknown : .unknown
        }
    }
}

/// What is known of a tensor's elements before anything runs.
public enum StaticValue: Sendable, Hashable {
    /// All of them.
    case known(NDArray)
    /// An integer vector, some entries unknown.
    case partial(Shape)
    /// The handle of a variable of this type.
    case handle(TensorType)
}

/// The inputs whose values a shape rule looked at: what was found holds as long as those values do.
public final class InputReads: Sendable {
    private let inputs = Mutex<Set<Int>>([])

    /// No input yet.
    public init() {}

    /// The inputs, ascending.
    public var indices: [Int] { inputs.withLock { $0.sorted() } }

    func insert(_ index: Int) { inputs.withLock { _ = $0.insert(index) } }
}
