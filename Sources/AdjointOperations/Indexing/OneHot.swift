public import AdjointCore

/// Indices as vectors that are `on` at the index and `off` elsewhere. TF: `OneHot`.
public struct OneHot: OperationDefinition {
    public static let type = "OneHot"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("indices", "TI", in: DTypeSet(.uint8, .int8, .int32, .int64)), .tensor("depth", .int32),
            .tensor("on_value"), .tensor("off_value"),
        ], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<OneHot>] = [.int("axis", \.axis)]

    /// The place of the new dimension; -1 is behind the others.
    public var axis = -1

    public init() {}

    /// The op with a place for the new dimension.
    public init(axis: Int) { self.axis = axis }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        for (index, role) in [(1, "depth"), (2, "on_value"), (3, "off_value")] {
            _ = try context.shape(index, rank: 0, role: role)
        }
        let depth = context.integer(1)
        if let depth, depth < 0 { throw OperationError("the depth is negative: \(depth)") }
        guard var sizes = context.shape(0).partialDimensions else { return [.unknown] }
        sizes.insert(depth, at: try Axes.resolve(axis, rank: sizes.count + 1))
        return [Shape(sizes)]
    }

    public static let gradient = GradientRule<OneHot>.stopsGradient(reason: "it depends on integers")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (indices, output) = (context.inputs[0], context.outputs[0])
        let axis = try Axes.resolve(axis, rank: output.dimensions.count)
        let depth = output.dimensions[axis]
        let inner = output.dimensions[(axis + 1)...].reduce(1, *)
        let off = ViewCopy(output.dtype, extents: [output.count], sourceStrides: [0], targetStrides: [1])
        func kernel<Index: FixedWidthInteger & Sendable>(_: Index.Type) -> Kernel {
            Kernel { arguments in
                let target = arguments.rawOutput(0)
                off.run(from: arguments.rawInput(3), to: target, workers: arguments.workers)
                let index = arguments.input(0, as: Index.self)
                let width = output.dtype.byteCount
                for position in 0..<indices.count where index[position] >= 0 && Int(index[position]) < depth {
                    let (outer, rest) = position.quotientAndRemainder(dividingBy: inner)
                    let place = (outer * depth + Int(index[position])) * inner + rest
                    ElementCopy.copy(output.dtype, from: arguments.rawInput(2), to: target + place * width, count: 1)
                }
            }
        }
        return switch indices.dtype {
        case .int32: kernel(Int32.self)
        case .int64: kernel(Int64.self)
        case .int8: kernel(Int8.self)
        default: kernel(UInt8.self)
        }
    }
}

extension Tensor {
    /// Each index as a vector of length `depth` that is `on` at the index and `off` elsewhere. TF: `tf.one_hot`.
    ///
    /// An index out of range gives a vector that is `off` everywhere.
    /// - Parameters:
    ///   - depth: The length of the vectors.
    ///   - on: The value at the index, 1 by default.
    ///   - off: The value elsewhere, 0 by default.
    ///   - axis: Where the new dimension goes; by default behind the others.
    ///   - dtype: The element type of the result.
    public func oneHot(
        depth: some IndexOperand, on: some TensorScalar = 1, off: some TensorScalar = 0, axis: Int = -1,
        dtype: DType = .float32, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        let site = CreationSite(file, line)
        if let mistake = graph.mistake(ifNoNumber: dtype, for: OneHot.type, name: name, site: site) { return mistake }
        return graph.addTensor(
            OneHot(axis: axis),
            operands: [
                .tensor(self), depth.operand("depth"), .constant(NDArray(on, dtype: dtype), argument: "on_value"),
                .constant(NDArray(off, dtype: dtype), argument: "off_value"),
            ], name: name ?? "one_hot", site: site)
    }
}
