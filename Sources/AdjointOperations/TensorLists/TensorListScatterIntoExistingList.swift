public import AdjointCore

/// A list with the rows of a tensor at some of its indices; it becomes as long as these need.
/// TF: `TensorListScatterIntoExistingList`.
public struct TensorListScatterIntoExistingList: OperationDefinition {
    public static let type = "TensorListScatterIntoExistingList"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("input_handle", .variant), .tensor("tensor", "element_dtype"), .tensor("indices", .int32),
        ], outputs: [.tensor("output_handle", .variant)])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(2, rank: 1, role: "indices")
        return [.scalar]
    }

    // TF: `_TensorListScatterIntoExistingListGrad`.
    public static let gradient = GradientRule<TensorListScatterIntoExistingList>.differentiable { _, context in
        let (graph, value, indices) = (context.graph, context.inputs[1], context.inputs[2])
        let (list, shape) = (context.outputGradient(), value.shapeTensor().sliced(begin: [1], size: [-1]))
        let gradient = graph.addTensor(TensorListGather(value.dtype), inputs: [list, indices, shape])
        let rest = graph.addTensor(
            TensorListScatterIntoExistingList(), inputs: [list, value.zerosLike(), indices])
        return [rest, gradient, nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (value, count) = (context.inputs[1], context.inputs[2].count)
        try context.checkRows(of: 1, count)
        return Kernel { arguments in
            var list = try arguments.list(of: value.dtype)
            list = try list.setting(arguments.rows(of: 1, value), at: arguments.indices(2, count))
            arguments.setList(list)
        }
    }
}

extension BindingContext {
    /// Checks that an input has one row for each of some indices.
    func checkRows(of index: Int, _ count: Int) throws {
        guard inputs[index].dimensions.first == count else {
            throw OperationError("\(count) indices for a value of shape \(Shape(inputs[index].dimensions))")
        }
    }
}

extension KernelArguments {
    /// Copies of all rows of an input.
    func rows(of index: Int, _ operand: BindingContext.Operand) -> [NDArray] {
        (0..<(operand.dimensions.first ?? 0)).map { row($0, of: index, operand) }
    }

    /// An input of int32 as numbers.
    func indices(_ index: Int, _ count: Int) -> [Int] {
        let pointer = input(index, as: Int32.self)
        return (0..<count).map { Int(pointer[$0]) }
    }
}

extension ListOfTensors {
    /// The list with several elements set; it becomes as long as these need. O(count + values).
    func setting(_ values: [NDArray], at indices: [Int]) throws -> ListOfTensors {
        try zip(values, indices).reduce(self) { try $0.setting($1.0, at: $1.1, grows: true) }
    }
}
