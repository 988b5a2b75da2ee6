public import AdjointCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The softmax of each row of a sparse tensor over the elements that it has, along the last dimension.
/// TF: `SparseSoftmax`.
///
/// sp_indices: `[n, rank]` in order; sp_values: `[n]`; sp_shape: `[rank]`.
public struct SparseSoftmax: OperationDefinition {
    public static let type = "SparseSoftmax"
    public static let signature = OperationSignature(
        inputs: [.tensor("sp_indices", .int64), .tensor("sp_values", in: .floatingPoint), .tensor("sp_shape", .int64)],
        outputs: [.tensor("output")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(0, rank: 2, role: "sp_indices")
        return [try context.shape(1, rank: 1, role: "sp_values")]
    }

    // dx = (dy - Σ y·dy)·y for each row. TF: `_SparseSoftmaxGrad`.
    public static let gradient = GradientRule<SparseSoftmax>.differentiable { _, context in
        let (indices, shape, graph) = (context.inputs[0], context.inputs[2], context.graph)
        let (output, gradient) = (context.outputs[0], context.outputGradient())
        let sums = graph.addTensor(
            SparseReduceSum(keepingDimensions: true),
            inputs: [indices, output * gradient, shape, graph.constant([Int32(-1)])])
        let centered = graph.addTensor(SparseDenseCwiseAdd(), inputs: [indices, gradient, shape, -sums])
        return [nil, centered * output, nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let indices = context.inputs[0]
        let (count, rank) = (indices.dimensions[0], indices.dimensions[1])
        guard context.inputs[1].count == count, rank >= 2 else {
            throw OperationError("indices \(Shape(indices.dimensions)) do not fit \(context.inputs[1].count) values")
        }
        func kernel<Element: RealElement>(_: Element.Type) -> Kernel {
            Kernel { arguments in
                let (coordinates, values) = (arguments.input(0, as: Int64.self), arguments.input(1, as: Element.self))
                let output = arguments.output(0, as: Element.self)
                var begin = 0
                while begin < count {
                    var end = begin + 1
                    while end < count,
                        (0..<rank - 1).allSatisfy({ coordinates[end * rank + $0] == coordinates[begin * rank + $0] })
                    { end += 1 }
                    let largest = Double((begin..<end).map { values[$0] }.max() ?? 0)
                    let parts = (begin..<end).map { exp(Double(values[$0]) - largest) }
                    let sum = parts.reduce(0, +)
                    for index in begin..<end { output[index] = Element(parts[index - begin] / sum) }
                    begin = end
                }
            }
        }
        switch context.inputs[1].dtype {
        case .float32: return kernel(Float.self)
        case .float64: return kernel(Double.self)
        case let dtype: throw OperationError.noKernel(for: dtype)
        }
    }
}
