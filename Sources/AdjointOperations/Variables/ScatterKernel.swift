import AdjointCore

/// What the scatter ops share: rows of a variable, picked by indices, are updated from rows of a value.
enum Scatter {
    /// The shape of the output: the variable's.
    ///
    /// - Throws: ``OperationError`` if the updates are neither one scalar nor shaped `indices.shape + ref.shape[1:]`.
    static func shape(_ context: ShapeContext) throws -> Shape {
        let (reference, indices, updates) = (context.shape(0), context.shape(1), context.shape(2))
        if let dimensions = reference.partialDimensions {
            guard !dimensions.isEmpty else { throw OperationError("a scalar variable has no rows to scatter into") }
            let expected = indices.appending(Shape(Array(dimensions.dropFirst())))
            guard updates.rank == 0 || updates.isCompatible(with: expected) else {
                throw OperationError(
                    "updates must be \(expected) for indices \(indices) into a variable \(reference), not \(updates)")
            }
        }
        return reference
    }

    /// The kernel: all indices are checked before the first row is written.
    static func kernel(_ update: ReferenceUpdate, _ context: borrowing BindingContext) throws -> Kernel {
        let (reference, indices, updates) = (context.inputs[0], context.inputs[1], context.inputs[2])
        guard let rowCount = reference.dimensions.first else {
            throw OperationError("a scalar variable has no rows to scatter into")
        }
        let width = reference.dimensions.dropFirst().reduce(1, *)
        let isScalar = updates.dimensions.isEmpty
        guard isScalar || updates.dimensions == indices.dimensions + reference.dimensions.dropFirst() else {
            throw OperationError(
                """
                updates must be \(Shape(indices.dimensions + reference.dimensions.dropFirst())), \
                not \(Shape(updates.dimensions))
                """)
        }
        let plan = ScatterPlan(
            update: try update.function(for: reference.dtype), indexCount: indices.count, rowCount: rowCount,
            width: width, elementByteCount: reference.dtype.byteCount, isScalar: isScalar)
        return switch indices.dtype {
        case .int32: Kernel { try plan.run(Int32.self, $0) }
        default: Kernel { try plan.run(Int64.self, $0) }
        }
    }
}

/// A scatter with everything that depends on shapes worked out.
private struct ScatterPlan: Sendable {
    let update: ReferenceUpdate.Function
    let indexCount: Int
    let rowCount: Int
    let width: Int
    let elementByteCount: Int
    let isScalar: Bool

    func run<Index: TensorScalar & FixedWidthInteger>(_: Index.Type, _ arguments: borrowing KernelArguments) throws {
        let indices = arguments.input(1, as: Index.self)
        for position in 0..<indexCount where indices[position] < 0 || Int(indices[position]) >= rowCount {
            throw OperationError("indices[\(position)] = \(indices[position]) is not in 0..<\(rowCount)")
        }
        let (target, updates) = (arguments.rawInput(0), UnsafeRawPointer(arguments.rawInput(2)))
        let rowByteCount = width * elementByteCount
        for position in 0..<indexCount {
            let row = target + Int(indices[position]) * rowByteCount
            if isScalar {
                for column in 0..<width { update(row + column * elementByteCount, updates, 1) }
            } else {
                update(row, updates + position * rowByteCount, width)
            }
        }
    }
}
