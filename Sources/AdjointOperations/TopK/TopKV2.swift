public import AdjointCore
import AdjointKernels

/// The k largest elements of each row, and where they stand. TF: `TopKV2`.
public struct TopKV2: OperationDefinition {
    public static let type = "TopKV2"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", in: .numeric), .tensor("k", "Tk", in: .index)],
        outputs: [.tensor("values"), .tensor("indices", "index_type")])
    public static let attributes: [AttributeKey<TopKV2>] = [
        .bool("sorted", \.isSorted), .type("index_type", \.indexType),
    ]

    /// Whether the result must be in descending order; it always is.
    public var isSorted = true
    /// The element type of the positions.
    public var indexType = DType.int32

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard context.shape(1).isCompatible(with: .scalar) else {
            throw OperationError("k must be a scalar, not of shape \(context.shape(1))")
        }
        let shape = try context.shapeOfLargest(k: context.integers(1)?.first)
        return [shape, shape]
    }

    // The gradient goes to where the elements were taken from. TF: `_TopKGrad`.
    public static let gradient = GradientRule<TopKV2>.differentiable { _, context in
        [context.largestGradient(), nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { try .largest(context) }
}

extension ShapeContext {
    /// The shape of the k largest elements of each row of input 0.
    func shapeOfLargest(k: Int?) throws -> Shape {
        guard var sizes = shape(0).partialDimensions else { return .unknown }
        guard let last = sizes.last else { throw OperationError("the input must have at least one dimension, not []") }
        if let k, k < 0 { throw OperationError("k must not be negative: \(k)") }
        if let k, let last, last < k { throw OperationError("rows of \(last) elements have no \(k) largest") }
        sizes[sizes.count - 1] = k
        return Shape(sizes)
    }
}

extension GradientContext {
    /// The gradient of the rows that the k largest were taken from: zeros but for the places in output 1.
    func largestGradient() -> Tensor {
        let gradient = outputGradient(0)
        let shape = inputs[0].shapeTensor()
        let indexShape = outputs[1].shapeTensor()
        let k = indexShape.cast(to: .int64).gathered(at: indexShape.sizeTensor() - 1)
        let rowsShape = graph.scoped("stack") { name in
            stack([graph.constant(Int64(-1), name: "0"), k], name: name)
        }
        let indexRows = outputs[1].reshaped(to: rowsShape)
        let width = shape.cast(to: .int64).gathered(at: shape.sizeTensor() - 1)
        let rowCount = indexRows.shapeTensor()[0]
        let elementCount = rowCount.cast(to: .int64) * width
        let rowStarts = graph.scoped("range") { name in
            let start = graph.constant(Int32(0), name: "start").cast(to: .int64)
            return graph.range(from: start, to: elementCount, by: width, name: name)
        }
        let columnOfStarts = rowStarts.expandingDimensions(at: -1).cast(to: outputs[1].dtype)
        let flatIndices = (indexRows + columnOfStarts).reshaped(to: [-1]).expandingDimensions(at: -1)
        let flatGradient = gradient.reshaped(to: [-1])
        let flatCount = shape.product().cast(to: outputs[1].dtype)
        let scattered = graph.scoped("ScatterNd") { name in
            let flatShape = stack([flatCount], name: "shape")
            return flatGradient.scattered(at: flatIndices, shape: flatShape, name: name)
        }
        return scattered.reshaped(to: shape)
    }
}

extension Kernel {
    /// The largest elements of each row of input 0, as many as the outputs have room for.
    static func largest(_ context: borrowing BindingContext) throws -> Kernel {
        let type = try context.elementType { $0 != .bool && $0 != .float16 && $0 != .bfloat16 }
        guard let columns = context.inputs[0].dimensions.last, let k = context.outputs[0].dimensions.last, k <= columns
        else { throw OperationError("rows of shape \(context.inputs[0].dimensions) are too short") }
        let rows = context.inputs[0].dimensions.dropLast().reduce(1, *)
        let isWide = context.outputs[1].dtype == .int64
        guard isWide || context.outputs[1].dtype == .int32 else {
            throw OperationError("positions are int32 or int64, not \(context.outputs[1].dtype.name)")
        }
        let count = rows * k
        return Kernel(scratchByteCount: isWide ? count * 4 : 0, operationCount: rows * columns) { arguments in
            let narrow =
                isWide
                ? arguments.scratch.bindMemory(to: Int32.self, capacity: count) : arguments.output(1, as: Int32.self)
            SoftmaxKernels.topK(
                arguments.rawInput(0), type, values: arguments.rawOutput(0), indices: narrow, rows: rows,
                columns: columns, k: k, workers: arguments.workers)
            guard isWide else { return }
            let wide = arguments.output(1, as: Int64.self)
            for index in 0..<count { wide[index] = Int64(narrow[index]) }
        }
    }
}

extension Tensor {
    /// The k largest elements of each row in descending order, the earlier first on ties, and their positions.
    ///
    /// self: `[…, columns]`, numeric; both results: `[…, k]`, the positions int32. O(columns · log k) a row.
    /// TF: `tf.nn.top_k`.
    public func topK(
        _ k: some IndexOperand, sorted: Bool = true, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> (values: Tensor, indices: Tensor) {
        var definition = TopKV2()
        definition.isSorted = sorted
        let outputs = graph.addTensors(
            definition, operands: [.tensor(self), k.operand("k")], count: 2, name: name, site: CreationSite(file, line))
        return (outputs[0], outputs[1])
    }
}
