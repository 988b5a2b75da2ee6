import AdjointCore

/// What becomes of two sets. TF: `set_operation`.
public enum SetCombination: String, Sendable, Hashable {
    case leftWithoutRight = "a-b"
    case rightWithoutLeft = "b-a"
    case intersection = "intersection"
    case union = "union"

    /// Whether an element belongs to the result.
    func contains(isInLeft: Bool, isInRight: Bool) -> Bool {
        switch self {
        case .leftWithoutRight: isInLeft && !isInRight
        case .rightWithoutLeft: isInRight && !isInLeft
        case .intersection: isInLeft && isInRight
        case .union: true
        }
    }
}

/// An op on the sets in the last dimension of two tensors, dense or sparse, whose other dimensions are equal. The result is a
/// sparse tensor with the elements of each set ascending.
protocol SetOperation: OperationDefinition {
    /// Whether each tensor is sparse: three inputs rather than one.
    static var areSparse: [Bool] { get }
    /// What becomes of the sets.
    var combination: SetCombination { get set }
    /// Whether indices must be in order.
    var validatesIndices: Bool { get set }
}

extension OperationSignature {
    static func sets(areSparse: [Bool]) -> OperationSignature {
        let inputs = areSparse.enumerated().flatMap { index, isSparse -> [OperationArgument] in
            let name = "set\(index + 1)"
            guard isSparse else { return [.tensor(name, in: .setElements)] }
            return [
                .tensor(name + "_indices", .int64), .tensor(name + "_values", in: .setElements),
                .tensor(name + "_shape", .int64),
            ]
        }
        return OperationSignature(
            inputs: inputs,
            outputs: [
                .tensor("result_indices", .int64), .tensor("result_values"), .tensor("result_shape", .int64),
            ])
    }
}

extension SetOperation {
    static var setAttributes: [AttributeKey<Self>] {
        [
            AttributeKey("set_operation", required: true) { value, definition in
                guard case .string(let text) = value,
                    let combination = SetCombination(rawValue: text.description.lowercased())
                else { return false }
                definition.combination = combination
                return true
            } encode: {
                .string($0.combination.rawValue)
            }, .bool("validate_indices", \Self.validatesIndices),
        ]
    }

    /// The first input of each tensor.
    private static var firstInputs: [Int] { [0, areSparse[0] ? 3 : 1] }

    public var traits: OperationTraits { .dataDependent }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        var rank: Int?
        for (first, isSparse) in zip(Self.firstInputs, Self.areSparse) {
            if isSparse {
                let indices = try context.shape(first, rank: 2, role: "indices")
                _ = try context.shape(first + 1, rank: 1, role: "values")
                let shape = try context.shape(first + 2, rank: 1, role: "shape")
                rank = rank ?? indices[1] ?? shape[0]
            } else if let own = context.shape(first).rank {
                guard own >= 2 else { throw OperationError("\(context.shape(first)) is not the shape of sets") }
                rank = rank ?? own
            }
        }
        return [[nil, rank], [nil], [rank]]
    }

    public static var gradient: GradientRule<Self> { .stopsGradient(reason: "elements of sets are not differentiated") }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (inputs, requiringOrder, combination) = (context.inputs, validatesIndices, combination)
        let dtype = inputs[Self.areSparse[0] ? 1 : 0].dtype
        for (first, isSparse) in zip(Self.firstInputs, Self.areSparse) {
            let fits =
                isSparse
                ? inputs[first].dimensions.count == 2 && inputs[first + 1].dimensions == [inputs[first].dimensions[0]]
                    && inputs[first + 2].dimensions == [inputs[first].dimensions[1]]
                : inputs[first].dimensions.count >= 2
            guard fits else { throw OperationError("\(Shape(inputs[first].dimensions)) is not the shape of sets") }
        }
        func kernel<Element: Comparable & Sendable>(_: Element.Type) -> Kernel {
            Kernel { arguments in
                var sets: [SetRows<Element>] = []
                for (first, isSparse) in zip(Self.firstInputs, Self.areSparse) {
                    guard isSparse else {
                        sets.append(
                            SetRows(arguments.input(first, as: Element.self), dimensions: inputs[first].dimensions))
                        continue
                    }
                    let extents = inputs[first].dimensions
                    sets.append(
                        try SetRows(
                            arguments.input(first + 1, as: Element.self),
                            SparseCoordinates(
                                indices: arguments.input(first, as: Int64.self), count: extents[0], rank: extents[1]),
                            shape: arguments.numbers(first + 2, count: extents[1]), requiringOrder: requiringOrder))
                }
                let outer = sets[0].outer
                guard outer == sets[1].outer else {
                    throw OperationError("the sets' dimensions differ: \(outer) and \(sets[1].outer)")
                }
                let strides = contiguousStrides(outer)
                var (indices, elements, longest): ([Int64], [Element], Int) = ([], [], 0)
                for row in Set(sets[0].rows.keys).union(sets[1].rows.keys).sorted() {
                    let result = Self.combined(sets[0].rows[row] ?? [], sets[1].rows[row] ?? [], combination)
                    longest = max(longest, result.count)
                    for (place, element) in result.enumerated() {
                        indices += outer.indices.map { Int64(row / strides[$0] % outer[$0]) } + [Int64(place)]
                        elements.append(element)
                    }
                }
                let values = NDArray(zeros: dtype, dimensions: [elements.count])
                values.storage.baseAddress.assumingMemoryBound(to: Element.self).update(
                    from: elements, count: elements.count)
                arguments.setOutput(0, NDArray(indices, dimensions: [elements.count, outer.count + 1]))
                arguments.setOutput(1, values)
                arguments.setOutput(2, NDArray((outer + [longest]).map { Int64($0) }))
            }
        }
        return switch dtype {
        case .int64: kernel(Int64.self)
        case .string: kernel(TensorString.self)
        default: try kernel(dtype.requireSetElement())
        }
    }

    /// The elements of two ascending lists that belong to the result, ascending.
    private static func combined<Element: Comparable>(
        _ left: [Element], _ right: [Element], _ combination: SetCombination
    ) -> [Element] {
        var (result, i, j): ([Element], Int, Int) = ([], 0, 0)
        while i < left.count || j < right.count {
            let isInLeft = i < left.count && (j == right.count || left[i] <= right[j])
            let isInRight = j < right.count && (i == left.count || right[j] <= left[i])
            if combination.contains(isInLeft: isInLeft, isInRight: isInRight) {
                result.append(isInLeft ? left[i] : right[j])
            }
            if isInLeft { i += 1 }
            if isInRight { j += 1 }
        }
        return result
    }
}
