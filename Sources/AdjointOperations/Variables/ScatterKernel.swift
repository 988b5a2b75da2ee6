import AdjointCore

/// An op that updates rows of a variable, picked by indices, from rows of a value.
protocol ScatterOperation: VariableWrite {
    /// What it does with each element.
    static var update: ReferenceUpdate { get }
    /// How the indices pick.
    static var picking: Scatter.Picking { get }
}

extension ScatterOperation {
    static var picking: Scatter.Picking { .rows }

    public var traits: OperationTraits { .write(.updates, isInputZeroReturned: !Self.signature.outputs.isEmpty) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let shape = try Scatter.shape(context, Self.picking)
        return Self.signature.outputs.isEmpty ? [] : [shape]
    }

    public static var gradient: GradientRule<Self> { .stopsGradient(reason: "an assignment has no derivative") }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let plan = try Scatter.plan(Self.update, context, Self.picking)
        return switch context.inputs[1].dtype {
        case .int32: Kernel { try plan.run(Int32.self, $0, target: $0.rawInput(0)) }
        default: Kernel { try plan.run(Int64.self, $0, target: $0.rawInput(0)) }
        }
    }
}

extension OperationSignature {
    /// A scatter's: the variable by reference, indices, updates.
    static func scatter(in types: DTypeSet = .numeric) -> OperationSignature {
        OperationSignature(
            inputs: [
                .tensor("ref", in: types, isReference: true), .tensor("indices", "Tindices", in: .index),
                .tensor("updates", in: types),
            ], outputs: [.tensor("output_ref", isReference: true)])
    }
}

/// What the scatter ops share.
enum Scatter {
    /// How indices pick rows.
    enum Picking: Sendable {
        /// Each index picks a row of the first dimension.
        case rows
        /// The last dimension of the indices holds coordinates.
        case coordinates
    }

    /// The shape of the result: the variable's.
    ///
    /// - Throws: ``OperationError`` if the updates do not fit; a scalar fits any rows.
    static func shape(_ context: ShapeContext, _ picking: Picking) throws -> Shape {
        let (target, indices, updates) = (context.variableShape(0), context.shape(1), context.shape(2))
        guard let sizes = target.partialDimensions else { return target }
        let expected: Shape
        switch picking {
        case .rows:
            guard !sizes.isEmpty else { throw OperationError("a scalar variable has no rows to scatter into") }
            if updates.rank == 0 { return target }
            expected = indices.appending(Shape(Array(sizes.dropFirst())))
        case .coordinates:
            guard let counts = indices.partialDimensions else { return target }
            guard let last = counts.last else { throw OperationError("indices must have a dimension of coordinates") }
            guard let depth = last else { return target }
            guard depth <= sizes.count else {
                throw OperationError("\(depth) coordinates are too many for the shape \(target)")
            }
            expected = Shape(counts.dropLast() + sizes[depth...])
        }
        guard updates.isCompatible(with: expected) else {
            throw OperationError("updates must be \(expected) for indices \(indices) into \(target), not \(updates)")
        }
        return target
    }

    /// What a kernel needs to know.
    static func plan(
        _ update: ReferenceUpdate, _ context: borrowing BindingContext, _ picking: Picking
    ) throws -> ScatterPlan {
        let (target, indices, updates) = (context.inputs[0], context.inputs[1], context.inputs[2])
        let depth = picking == .rows ? 1 : indices.dimensions.last ?? 0
        let counts = picking == .rows ? indices.dimensions : Array(indices.dimensions.dropLast())
        guard depth <= target.dimensions.count else {
            throw OperationError("the shape \(Shape(target.dimensions)) has no rows for \(depth) coordinates")
        }
        let isScalar = picking == .rows && updates.dimensions.isEmpty
        let expected = counts + target.dimensions[depth...]
        guard isScalar || updates.dimensions == expected else {
            throw OperationError("updates must be \(Shape(expected)), not \(Shape(updates.dimensions))")
        }
        return ScatterPlan(
            update: try update.function(for: target.dtype),
            rows: RowIndexing(
                count: counts.reduce(1, *), depth: depth, extents: Array(target.dimensions[..<depth])),
            width: target.dimensions[depth...].reduce(1, *), elementByteCount: target.dtype.byteCount,
            isScalar: isScalar)
    }
}

/// A scatter with everything that depends on shapes worked out.
struct ScatterPlan: Sendable {
    let update: ReferenceUpdate.Function
    let rows: RowIndexing
    let width: Int
    let elementByteCount: Int
    let isScalar: Bool

    /// Updates the rows of `target`; all indices are checked before the first row is written.
    func run<Index: TensorScalar & FixedWidthInteger>(
        _: Index.Type, _ arguments: borrowing KernelArguments, target: UnsafeMutableRawPointer
    ) throws {
        let indices = arguments.input(1, as: Index.self)
        for position in 0..<rows.count { _ = try rows.row(indices, at: position) }
        let updates = UnsafeRawPointer(arguments.rawInput(2))
        let rowByteCount = width * elementByteCount
        for position in 0..<rows.count {
            let row = target + (try rows.row(indices, at: position) ?? 0) * rowByteCount
            if isScalar {
                for column in 0..<width { try update(row + column * elementByteCount, updates, 1) }
            } else {
                try update(row, updates + position * rowByteCount, width)
            }
        }
    }
}
