import AdjointCore

/// An op that finds the distinct elements of a vector, or the distinct slices along an axis, in the order of their first
/// occurrence.
///
/// Outputs: them; for each element which of them it is; and, where there is a third, how often each occurs.
protocol DistinctElements: OperationDefinition {
    /// The element type of positions and counts: int32 or int64.
    var indexType: DType { get set }
}

extension OperationSignature {
    /// That of ops which find distinct elements.
    static func distinct(hasAxis: Bool, hasCounts: Bool) -> OperationSignature {
        OperationSignature(
            inputs: [.tensor("x", in: [.numeric, DTypeSet(.bool, .string)])]
                + (hasAxis ? [.tensor("axis", "Taxis", in: .index)] : []),
            outputs: [.tensor("y"), .tensor("idx", "out_idx", in: .index)]
                + (hasCounts ? [.tensor("count", "out_idx", in: .index)] : []))
    }
}

extension DistinctElements {
    static var indexAttributes: [AttributeKey<Self>] { [.type("out_idx", \Self.indexType)] }

    public var traits: OperationTraits { .dataDependent }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let counts: [Shape] = Self.signature.outputs.count > 2 ? [[nil]] : []
        guard context.inputs.count > 1, context.shape(1).isCompatible(with: [1]), context.shape(1)[0] != 0 else {
            return [[nil], try context.shape(0, rank: 1, role: "x")] + counts
        }
        guard let sizes = context.shape(0).partialDimensions, let axis = context.integers(1)?.first else {
            return [context.shape(0).rank.map(Shape.init(rank:)) ?? .unknown, [nil]] + counts
        }
        let place = try Axes.resolve(axis, rank: sizes.count)
        return [Shape(sizes.indices.map { $0 == place ? nil : sizes[$0] }), [sizes[place]]] + counts
    }

    public static var gradient: GradientRule<Self> { .notDifferentiable(reason: "TensorFlow defines none") }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let input = context.inputs[0]
        let dimensions = input.dimensions
        var axis = 0
        if context.inputs.count > 1, context.inputs[1].count > 0 {
            guard context.inputs[1].count == 1 else { throw OperationError("there must be one axis or none") }
            axis = try Axes.resolve(context.integers(1)[0], rank: dimensions.count)
        } else if dimensions.count != 1 {
            throw OperationError("x must be a vector, not of shape \(Shape(dimensions))")
        }
        guard !input.dtype.isManaged || input.dtype == .string else {
            throw OperationError.noKernel(for: input.dtype)
        }
        let (slices, extent) = (SliceReader(input, along: axis), dimensions[axis])
        let (indexType, hasCounts) = (indexType, Self.signature.outputs.count > 2)
        return Kernel { arguments in
            let pointer = UnsafeRawPointer(arguments.rawInput(0))
            var positions: [[TableElement]: Int] = [:]
            var (firsts, indices, counts): ([Int], [Int], [Int]) = ([], [], [])
            for index in 0..<extent {
                let key = slices.elements(pointer, index)
                let position = positions[key] ?? firsts.count
                if position == firsts.count {
                    positions[key] = position
                    firsts.append(index)
                    counts.append(0)
                }
                counts[position] += 1
                indices.append(position)
            }
            arguments.setOutput(0, slices.joined(pointer, firsts))
            arguments.setOutput(1, NDArray(indices: indices, dtype: indexType))
            if hasCounts { arguments.setOutput(2, NDArray(indices: counts, dtype: indexType)) }
        }
    }
}

/// The slices of a tensor along an axis.
private struct SliceReader: Sendable {
    private let operand: BindingContext.Operand
    private let axis: Int
    private let outer: Int
    private let inner: Int

    init(_ operand: BindingContext.Operand, along axis: Int) {
        self.operand = operand
        self.axis = axis
        outer = operand.dimensions[..<axis].reduce(1, *)
        inner = operand.dimensions[(axis + 1)...].reduce(1, *)
    }

    /// Where the elements of a slice stand.
    private func places(_ slice: Int) -> [Int] {
        (0..<outer).flatMap { row in
            (0..<inner).map { (row * operand.dimensions[axis] + slice) * inner + $0 }
        }
    }

    /// What tells slices apart. Zeros of either sign are equal; NaNs of one pattern are, too.
    func elements(_ pointer: UnsafeRawPointer, _ slice: Int) -> [TableElement] {
        places(slice).map { place in
            let element = TableElement(operand.dtype, pointer, at: place)
            let signBit: UInt64 = operand.dtype.isFloatingPoint ? 1 << UInt64(operand.dtype.byteCount * 8 - 1) : 0
            return signBit != 0 && element == .bits(signBit) ? .bits(0) : element
        }
    }

    /// The tensor of some slices.
    func joined(_ pointer: UnsafeRawPointer, _ slices: [Int]) -> NDArray {
        var dimensions = operand.dimensions
        dimensions[axis] = slices.count
        let all = (0..<outer).flatMap { row in
            slices.flatMap { slice in
                (0..<inner).map { (row * operand.dimensions[axis] + slice) * inner + $0 }
            }
        }
        return operand.gathered(pointer, all, dimensions: dimensions)
    }
}
