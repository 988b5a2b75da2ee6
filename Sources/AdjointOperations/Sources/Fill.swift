public import AdjointCore

/// A tensor with one value everywhere. TF: `Fill`.
public struct Fill: OperationDefinition {
    public static let type = "Fill"
    public static let signature = OperationSignature(
        inputs: [.tensor("dims", "index_type", in: .index), .tensor("value")], outputs: [.tensor("output")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(0, rank: 1, role: "dims")
        _ = try context.shape(1, rank: 0, role: "the value")
        if let negative = context.integers(0)?.first(where: { $0 < 0 }) {
            throw OperationError("a dimension is negative: \(negative)")
        }
        return [context.partialShape(0)]
    }

    public static let gradient = GradientRule<Fill>.differentiable { _, context in
        [nil, context.outputGradient().sum()]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let copy = ViewCopy(
            context.outputs[0].dtype, extents: [context.outputs[0].count], sourceStrides: [0], targetStrides: [1])
        return Kernel { arguments in
            copy.run(from: arguments.rawInput(1), to: arguments.rawOutput(0), workers: arguments.workers)
        }
    }
}

extension Graph {
    /// A tensor of the given shape with one value everywhere. TF: `tf.fill`.
    ///
    /// - Parameters:
    ///   - shape: The dimensions, known now or a vector computed by the graph.
    ///   - value: A scalar tensor.
    public func fill(
        shape: some IndexOperand, with value: Tensor, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor {
        addTensor(
            Fill(), operands: [shape.operand("dims"), .tensor(value)], name: name, site: CreationSite(file, line))
    }

    /// A tensor of the given shape with one number everywhere. TF: `tf.fill`.
    public func fill<Scalar: TensorScalar>(
        shape: some IndexOperand, with scalar: Scalar, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor {
        addTensor(
            Fill(), operands: [shape.operand("dims"), .constant(NDArray(scalar), argument: "value")], name: name,
            site: CreationSite(file, line))
    }

    /// Zeros (`false`, empty strings) of the given shape. TF: `tf.zeros`.
    ///
    /// Fewer than 1000 elements become one constant, more a `Fill`.
    public func zeros(
        shape: [Int], dtype: DType = .float32, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        filled(
            shape: shape, with: NDArray(zeros: dtype, dimensions: []), name: name ?? "zeros",
            site: CreationSite(file, line))
    }

    /// Zeros of a shape that the graph computes. TF: `tf.zeros`.
    public func zeros(
        shape: Tensor, dtype: DType = .float32, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        filled(
            shape: shape, with: NDArray(zeros: dtype, dimensions: []), name: name ?? "zeros",
            site: CreationSite(file, line))
    }

    /// Ones (`true`) of the given shape. TF: `tf.ones`.
    ///
    /// Fewer than 1000 elements become one constant, more a `Fill`.
    public func ones(
        shape: [Int], dtype: DType = .float32, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        let site = CreationSite(file, line)
        if let mistake = mistake(ifNoNumber: dtype, for: Fill.type, name: name, site: site) { return mistake }
        return filled(shape: shape, with: NDArray(1, dtype: dtype), name: name ?? "ones", site: site)
    }

    /// Ones of a shape that the graph computes. TF: `tf.ones`.
    public func ones(
        shape: Tensor, dtype: DType = .float32, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        let site = CreationSite(file, line)
        if let mistake = mistake(ifNoNumber: dtype, for: Fill.type, name: name, site: site) { return mistake }
        return filled(shape: shape, with: NDArray(1, dtype: dtype), name: name ?? "ones", site: site)
    }

    /// A constant of a scalar's value everywhere if it is small, else a `Fill` of constants.
    func filled(shape: [Int], with scalar: NDArray, name: String, site: CreationSite?) -> Tensor {
        let count = shape.reduce(1, *)
        if count < 1000 {
            let value = NDArray(repeatingElementOf: scalar, dimensions: shape)
            return addTensor(Const(value), name: name, site: site)
        }
        let dimensions = NDArray(indices: shape)
        return addTensor(
            Fill(),
            operands: [.constant(dimensions, argument: "shape_as_tensor"), .constant(scalar, argument: "Const")],
            name: name, site: site)
    }

    /// A `Fill` of a constant, of a shape that the graph computes; a shape not known to be a vector is made one.
    func filled(shape: Tensor, with scalar: NDArray, name: String, site: CreationSite?) -> Tensor {
        guard shape.isValid, shape.shape.rank != 1 else {
            return addTensor(
                Fill(), operands: [.tensor(shape), .constant(scalar, argument: "Const")], name: name, site: site)
        }
        let scope = resolveNameScope(name)
        return nameScope(scope + "/") {
            let vector = shape.reshaped(to: [-1])
            let value = addTensor(Const(scalar), name: "Const", site: site)
            return addTensor(Fill(), inputs: [vector, value], name: scope + "/", site: site)
        }
    }
}

extension NDArray {
    /// An array with a scalar's element everywhere.
    init(repeatingElementOf scalar: NDArray, dimensions: [Int]) {
        let count = dimensions.reduce(1, *)
        if scalar.dtype == .string {
            self.init(strings: Array(repeating: scalar.strings[0], count: count), dimensions: dimensions)
            return
        }
        let width = scalar.dtype.byteCount
        self.init(dtype: scalar.dtype, dimensions: dimensions) { target in
            scalar.withUnsafeBytes { source in
                for offset in 0..<count * width { target[offset] = source[offset % width] }
            }
        }
    }
}
