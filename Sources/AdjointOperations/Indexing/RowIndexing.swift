import AdjointCore

/// How indices of one or several coordinates pick rows: blocks of adjacent elements.
struct RowIndexing: Sendable {
    /// The number of rows picked.
    let count: Int
    /// The number of coordinates that pick one.
    let depth: Int
    /// The extents of the dimensions that the coordinates run over.
    let extents: [Int]
    /// Whether rows with a negative coordinate are left out rather than an error.
    let dropsNegatives: Bool

    init(count: Int, depth: Int, extents: [Int], dropsNegatives: Bool = false) {
        precondition(depth == extents.count, "one extent for each coordinate")
        self.count = count
        self.depth = depth
        self.extents = extents
        self.dropsNegatives = dropsNegatives
    }

    /// The row that pick `position` means; `nil` if it is left out.
    ///
    /// - Throws: ``OperationError`` if a coordinate is out of range.
    func row<Index: FixedWidthInteger>(
        _ indices: UnsafePointer<Index>, at position: Int
    ) throws(OperationError) -> Int? {
        var row = 0
        for axis in 0..<depth {
            let coordinate = Int(indices[position * depth + axis])
            if coordinate < 0, dropsNegatives { return nil }
            guard coordinate >= 0, coordinate < extents[axis] else {
                throw outOfRange((0..<depth).map { Int(indices[position * depth + $0]) }, at: position)
            }
            row = row * extents[axis] + coordinate
        }
        return row
    }

    /// Where the element that `position` picks lies in memory with given strides, one for each coordinate.
    ///
    /// - Throws: ``OperationError`` if a coordinate is out of range.
    func offset<Index: FixedWidthInteger>(
        _ indices: UnsafePointer<Index>, at position: Int, strides: [Int]
    ) throws(OperationError) -> Int {
        _ = try row(indices, at: position)
        var offset = 0
        for axis in 0..<depth { offset += Int(indices[position * depth + axis]) * strides[axis] }
        return offset
    }

    private func outOfRange(_ coordinates: [Int], at position: Int) -> OperationError {
        guard depth == 1 else {
            return OperationError("indices[\(position)] = \(coordinates) is not within \(extents)")
        }
        return OperationError("indices[\(position)] = \(coordinates[0]) is not in 0..<\(extents[0])")
    }
}

extension Kernel {
    /// Adds rows of one input to those rows of output 0, otherwise zero, that another input's indices pick; in the order
    /// of the indices.
    static func summingRows(
        _ context: borrowing BindingContext, data: Int, indices: Int, rows: RowIndexing
    ) throws -> Kernel {
        let output = context.outputs[0]
        let zeros = FillPlan(output)
        let width = output.count / max(1, rows.extents.reduce(1, *))
        func kernel<Element: SummableElement, Index: FixedWidthInteger & Sendable>(
            _: Element.Type, _: Index.Type
        ) -> Kernel {
            Kernel(operationCount: rows.count * width) { arguments in
                zeros.run(arguments.rawOutput(0), workers: arguments.workers)
                let (source, target) = (arguments.input(data, as: Element.self), arguments.output(0, as: Element.self))
                let index = arguments.input(indices, as: Index.self)
                for position in 0..<rows.count {
                    guard let row = try rows.row(index, at: position) else { continue }
                    let (from, to) = (source + position * width, target + row * width)
                    for column in 0..<width { to[column] = Element.sum(to[column], from[column]) }
                }
            }
        }
        func kernel<Element: SummableElement>(_: Element.Type) -> Kernel {
            switch context.inputs[indices].dtype {
            case .int32: kernel(Element.self, Int32.self)
            case .int64: kernel(Element.self, Int64.self)
            default: kernel(Element.self, Int16.self)
            }
        }
        return switch output.dtype {
        case .float32: kernel(Float.self)
        case .float64: kernel(Double.self)
        case .int8: kernel(Int8.self)
        case .int16: kernel(Int16.self)
        case .int32: kernel(Int32.self)
        case .int64: kernel(Int64.self)
        case .uint8: kernel(UInt8.self)
        case .uint16: kernel(UInt16.self)
        case .uint32: kernel(UInt32.self)
        case .uint64: kernel(UInt64.self)
        default: throw OperationError.noKernel(for: output.dtype)
        }
    }
}
