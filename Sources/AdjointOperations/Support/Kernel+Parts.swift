import AdjointCore

extension Kernel {
    /// Joins inputs along a dimension of output 0.
    ///
    /// - Parameters:
    ///   - whole: The output.
    ///   - axis: The dimension.
    ///   - extents: The extent of each part along it.
    ///   - firstInput: The input that is the first part.
    static func joining(
        _ whole: BindingContext.Operand, along axis: Int, extents: [Int], firstInput: Int = 0
    ) -> Kernel {
        let copies = parts(of: whole, along: axis, extents: extents, isSplit: false)
        return Kernel { arguments in
            for (index, copy) in copies.enumerated() {
                copy.run(
                    from: arguments.rawInput(firstInput + index), to: arguments.rawOutput(0),
                    workers: arguments.workers)
            }
        }
    }

    /// Splits an input along a dimension into the outputs.
    static func splitting(
        _ whole: BindingContext.Operand, along axis: Int, extents: [Int], input: Int = 0
    ) -> Kernel {
        let copies = parts(of: whole, along: axis, extents: extents, isSplit: true)
        return Kernel { arguments in
            for (index, copy) in copies.enumerated() {
                copy.run(
                    from: arguments.rawInput(input), to: arguments.rawOutput(index), workers: arguments.workers)
            }
        }
    }

    /// The copy between each part and its place in the whole, seen as [outer, extent · inner].
    private static func parts(
        of whole: BindingContext.Operand, along axis: Int, extents: [Int], isSplit: Bool
    ) -> [ViewCopy] {
        let dimensions = whole.dimensions
        let outer = dimensions[..<axis].reduce(1, *)
        let inner = dimensions[(axis + 1)...].reduce(1, *)
        let row = dimensions[axis] * inner
        var offset = 0
        return extents.map { extent in
            let part = extent * inner
            defer { offset += part }
            return ViewCopy(
                whole.dtype, extents: [outer, part], sourceStrides: [isSplit ? row : part, 1],
                targetStrides: [isSplit ? part : row, 1], sourceOffset: isSplit ? offset : 0,
                targetOffset: isSplit ? 0 : offset)
        }
    }
}
