import AdjointCore

/// A reduction of rows by segment that is no sum.
protocol SegmentReductionOperation: OperationDefinition {
    /// What the elements of a segment come to.
    static var reduction: SegmentReduction { get }
    /// Whether ids are in any order and the number of segments is input 2; otherwise they ascend.
    static var isUnsorted: Bool { get }
}

/// What the elements of a segment come to, and what a segment without any is.
enum SegmentReduction: Sendable {
    case mean
    case product
    case maximum
    case minimum
}

extension SegmentReductionOperation {
    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let sizes = context.shape(0).partialDimensions else { return [.unknown] }
        if Self.isUnsorted {
            _ = try context.shape(2, rank: 0, role: "the number of segments")
            let count = context.integer(2)
            if let count, count < 0 { throw OperationError("the number of segments is negative: \(count)") }
            guard let ids = context.shape(1).partialDimensions else { return [.unknown] }
            guard ids.count <= sizes.count, Shape(Array(sizes[..<ids.count])).isCompatible(with: context.shape(1))
            else {
                throw OperationError(
                    "the data's shape \(context.shape(0)) must begin with the ids' shape \(context.shape(1))")
            }
            return [Shape([count] + sizes[ids.count...])]
        }
        let ids = try context.shape(1, rank: 1, role: "segment_ids")
        guard let rows = sizes.first, Shape([rows]).isCompatible(with: ids) else {
            throw OperationError("data of shape \(context.shape(0)) needs one id for each row, not \(ids)")
        }
        var result = sizes
        result[0] = try context.integers(1).map(segmentCount)
        return [Shape(result)]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (data, ids, output) = (context.inputs[0], context.inputs[1], context.outputs[0])
        let rows = RowIndexing(
            count: ids.count, depth: 1, extents: [output.dimensions[0]], dropsNegatives: Self.isUnsorted)
        let width = output.dimensions.dropFirst().reduce(1, *)
        func kernel<Element: NumericElement, Index: FixedWidthInteger & Sendable>(
            _: Element.Type, _: Index.Type
        ) -> Kernel {
            Kernel(operationCount: data.count) { arguments in
                try Self.reduce(
                    arguments.input(0, as: Element.self), by: arguments.input(1, as: Index.self), rows, width: width,
                    to: arguments.output(0, as: Element.self))
            }
        }
        func kernel<Element: NumericElement>(_: Element.Type) -> Kernel {
            ids.dtype == .int32 ? kernel(Element.self, Int32.self) : kernel(Element.self, Int64.self)
        }
        switch data.dtype {
        case .float32: return kernel(Float.self)
        case .float64: return kernel(Double.self)
        case .int32: return kernel(Int32.self)
        case .int64: return kernel(Int64.self)
        case let dtype: return try kernel(dtype.requireNumeric())
        }
    }

    private static func reduce<Element: NumericElement, Index: FixedWidthInteger>(
        _ data: UnsafePointer<Element>, by ids: UnsafePointer<Index>, _ rows: RowIndexing, width: Int,
        to output: UnsafeMutablePointer<Element>
    ) throws {
        let count = rows.extents[0]
        // Sorted segments without rows are 0; unsorted ones are what the reduction starts from.
        let start: Element =
            switch reduction {
            case .mean: .zeroElement
            case .product: .oneElement
            case .maximum: Element.dtype.isFloatingPoint ? .lowestFinite : .least
            case .minimum: Element.dtype.isFloatingPoint ? .highestFinite : .greatest
            }
        output.initialize(repeating: start, count: count * width)
        var counts = [Int](repeating: 0, count: count)
        for position in 0..<rows.count {
            guard let row = try rows.row(ids, at: position) else { continue }
            counts[row] += 1
            let (from, to) = (data + position * width, output + row * width)
            for column in 0..<width {
                switch reduction {
                case .mean: to[column] = Element.sum(to[column], from[column])
                case .product: to[column] = Element.product(to[column], from[column])
                case .maximum: to[column] = max(to[column], from[column])
                case .minimum: to[column] = min(to[column], from[column])
                }
            }
        }
        for row in 0..<count {
            if counts[row] == 0, !isUnsorted {
                (output + row * width).initialize(
                    repeating: reduction == .product ? .oneElement : .zeroElement, count: width)
            }
            guard reduction == .mean, counts[row] > 1 else { continue }
            let divisor = Element(converting: Double(counts[row]))
            for column in row * width..<(row + 1) * width { output[column] = .quotient(output[column], divisor) }
        }
    }
}

extension NumericElement {
    /// The least and greatest values that are finite.
    fileprivate static var lowestFinite: Self {
        Self(converting: dtype == .float32 ? -Double(Float.greatestFiniteMagnitude) : -.greatestFiniteMagnitude)
    }
    fileprivate static var highestFinite: Self {
        Self(converting: dtype == .float32 ? Double(Float.greatestFiniteMagnitude) : .greatestFiniteMagnitude)
    }
}
