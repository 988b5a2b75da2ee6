import AdjointCore

/// The coordinates of a sparse tensor's elements, in their order.
struct SparseCoordinates {
    let indices: UnsafePointer<Int64>
    let count: Int
    let rank: Int

    subscript(element: Int) -> UnsafeBufferPointer<Int64> {
        UnsafeBufferPointer(start: indices + element * rank, count: rank)
    }

    /// Whether an element comes before another's, after, or at the same place.
    func order(_ element: Int, _ other: SparseCoordinates, _ otherElement: Int) -> Int {
        for (a, b) in zip(self[element], other[otherElement]) where a != b { return a < b ? -1 : 1 }
        return 0
    }

    /// The elements of two tensors in one order: of each pair at the same place one or both.
    func merged(with other: SparseCoordinates) -> [(own: Int?, other: Int?)] {
        var (result, i, j): ([(own: Int?, other: Int?)], Int, Int) = ([], 0, 0)
        while i < count || j < other.count {
            let order = i == count ? 1 : j == other.count ? -1 : order(i, other, j)
            result.append((order <= 0 ? i : nil, order >= 0 ? j : nil))
            if order <= 0 { i += 1 }
            if order >= 0 { j += 1 }
        }
        return result
    }
}

/// An op on two sparse tensors of one shape. Inputs: indices, values and shape of each.
protocol SparsePairOperation: OperationDefinition {}

extension SparsePairOperation {
    public var traits: OperationTraits { .dataDependent }

    /// The inferred shapes of the result's indices and values.
    func inferPairShapes(_ context: ShapeContext) throws -> [Shape] {
        for first in [0, 3] {
            _ = try context.shape(first, rank: 2, role: "indices")
            _ = try context.shape(first + 1, rank: 1, role: "values")
            _ = try context.shape(first + 2, rank: 1, role: "shape")
        }
        return [[nil, context.shape(0)[1] ?? context.shape(2)[0]], [nil]]
    }

    /// A kernel that gives the indices and values for which `combine` has any: of the elements at one place, the missing one
    /// `nil`.
    func pairKernel<Element: NumericElement>(
        _ context: borrowing BindingContext, _: Element.Type,
        _ combine: @escaping @Sendable (_ a: Element?, _ b: Element?, borrowing KernelArguments) -> Element?
    ) throws -> Kernel {
        let inputs = context.inputs
        let (count, rank, otherCount) = (inputs[0].dimensions[0], inputs[0].dimensions[1], inputs[3].dimensions[0])
        guard inputs[1].count == count, inputs[3].dimensions[1] == rank, inputs[4].count == otherCount,
            inputs[2].count == rank, inputs[5].count == rank
        else { throw OperationError("indices, values and shapes of the two do not fit") }
        let hasShape = context.outputs.count > 2
        return Kernel { arguments in
            let shape = arguments.numbers(2, count: rank)
            guard shape == arguments.numbers(5, count: rank) else {
                throw OperationError("the shapes differ: \(shape) and \(arguments.numbers(5, count: rank))")
            }
            let a = SparseCoordinates(indices: arguments.input(0, as: Int64.self), count: count, rank: rank)
            let b = SparseCoordinates(indices: arguments.input(3, as: Int64.self), count: otherCount, rank: rank)
            let (own, others) = (arguments.input(1, as: Element.self), arguments.input(4, as: Element.self))
            var (indices, values): ([Int64], [Element]) = ([], [])
            for (i, j) in a.merged(with: b) {
                guard let value = combine(i.map { own[$0] }, j.map { others[$0] }, arguments) else { continue }
                indices += i.map { Array(a[$0]) } ?? j.map { Array(b[$0]) } ?? []
                values.append(value)
            }
            arguments.setOutput(0, NDArray(indices, dimensions: [values.count, rank]))
            arguments.setOutput(1, NDArray(values))
            if hasShape { arguments.setOutput(2, NDArray(shape.map { Int64($0) })) }
        }
    }
}

extension OperationArgument {
    /// The arguments of two sparse tensors.
    static let sparsePair: [OperationArgument] = ["a", "b"].flatMap { name in
        [
            .tensor(name + "_indices", .int64), .tensor(name + "_values", in: .numeric),
            .tensor(name + "_shape", .int64),
        ]
    }
}
