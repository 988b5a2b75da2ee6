import AdjointKernels

/// A partially known tensor shape: the rank may be unknown, and so may each dimension.
///
/// Written as a literal, `nil` is an unknown dimension: `[nil, 784]`. A fully known shape converts to `[Int]` through
/// ``dimensions``. TF: `TensorShape` of graph mode.
public struct Shape: Sendable, Hashable {
    /// The dimensions with -1 for an unknown one; `nil` when the rank itself is unknown.
    @usableFromInline let sizes: [Int]?

    @usableFromInline init(sizes: [Int]?) { self.sizes = sizes }

    /// A shape of unknown rank.
    public static let unknown = Shape(sizes: nil)

    /// The shape of a scalar, `[]`.
    public static let scalar = Shape(sizes: [])

    /// A fully known shape.
    ///
    /// - Precondition: no dimension is negative.
    public init(_ dimensions: [Int]) {
        precondition(dimensions.allSatisfy { $0 >= 0 }, "a dimension is negative: \(dimensions)")
        sizes = dimensions
    }

    /// A shape of known rank, `nil` standing for an unknown dimension.
    public init(_ dimensions: [Int?]) {
        sizes = dimensions.map { dimension in
            precondition(dimension ?? 0 >= 0, "a dimension is negative: \(dimensions)")
            return dimension ?? -1
        }
    }

    /// A shape of the given rank with every dimension unknown.
    public init(rank: Int) { sizes = [Int](repeating: -1, count: rank) }

    /// The number of dimensions, or `nil` if unknown.
    @inlinable public var rank: Int? { sizes?.count }

    /// The dimensions if all of them are known.
    public var dimensions: [Int]? {
        guard let sizes, !sizes.contains(-1) else { return nil }
        return sizes
    }

    /// The dimensions one by one, or `nil` if the rank is unknown.
    public var partialDimensions: [Int?]? { sizes?.map { $0 < 0 ? nil : $0 } }

    /// Whether rank and all dimensions are known.
    public var isFullyKnown: Bool { sizes.map { !$0.contains(-1) } ?? false }

    /// The number of elements if fully known.
    public var elementCount: Int? { dimensions?.reduce(1, *) }

    /// Whether an array of this shape has more elements than any memory holds, as far as is known.
    ///
    /// Zeros count as ones: where it is false, the product of any of the dimensions fits an `Int`, in whatever order
    /// somebody multiplies them.
    package var isTooLarge: Bool {
        guard let sizes else { return false }
        guard let count = checkedProduct(sizes.lazy.map { max($0, 1) }) else { return true }
        return count >= 1 << 48
    }

    /// The size of dimension `axis`, `nil` if unknown; negative axes count from the end.
    ///
    /// - Precondition: `axis` is within a known rank.
    public subscript(axis: Int) -> Int? {
        guard let sizes else { return nil }
        let size = sizes[axis < 0 ? axis + sizes.count : axis]
        return size < 0 ? nil : size
    }

    /// Whether some concrete shape fits both.
    public func isCompatible(with other: Shape) -> Bool { merged(with: other) != nil }

    /// Whether the rank is `rank` or unknown.
    package func isCompatible(withRank rank: Int) -> Bool { (sizes?.count ?? rank) == rank }

    /// What is known of a shape that fits both, or `nil` if none does.
    public func merged(with other: Shape) -> Shape? {
        guard let a = sizes else { return other }
        guard let b = other.sizes else { return self }
        guard a.count == b.count else { return nil }
        var result = a
        for index in a.indices where a[index] != b[index] {
            if a[index] < 0 { result[index] = b[index] } else if b[index] >= 0 { return nil }
        }
        return Shape(sizes: result)
    }

    /// This shape with another's dimensions behind its own.
    public func appending(_ other: Shape) -> Shape {
        guard let a = sizes, let b = other.sizes else { return .unknown }
        return Shape(sizes: a + b)
    }

    /// The shape that NumPy-style broadcasting of the two gives, or `nil` if they do not broadcast.
    public static func broadcast(_ left: Shape, _ right: Shape) -> Shape? {
        guard let a = left.sizes, let b = right.sizes else { return .unknown }
        if a == b { return left }
        let rank = max(a.count, b.count)
        var result = [Int](repeating: 0, count: rank)
        for index in 0..<rank {
            let x = index < rank - a.count ? 1 : a[index - (rank - a.count)]
            let y = index < rank - b.count ? 1 : b[index - (rank - b.count)]
            switch (x, y) {
            case _ where x == y: result[index] = x
            case (1, _): result[index] = y
            case (_, 1): result[index] = x
            case (-1, _): result[index] = y
            case (_, -1): result[index] = x
            default: return nil
            }
        }
        return Shape(sizes: result)
    }
}

extension Shape: ExpressibleByArrayLiteral {
    public init(arrayLiteral elements: Int?...) { self.init(elements) }
}

extension Shape: CustomStringConvertible {
    /// As in `[?, 784]`; `<unknown>` for an unknown rank.
    public var description: String {
        guard let sizes else { return "<unknown>" }
        return "[" + sizes.map { $0 < 0 ? "?" : String($0) }.joined(separator: ", ") + "]"
    }
}

/// What is known of one output of an op before it runs: element type and shape.
public struct TensorType: Sendable, Hashable, CustomStringConvertible {
    /// The element type.
    public var dtype: DType
    /// What is known of the shape.
    public var shape: Shape
    /// Whether the output is a reference to a variable's buffer (TF's `float_ref` and the like).
    public var isReference: Bool

    /// A type from its parts.
    public init(_ dtype: DType, _ shape: Shape, isReference: Bool = false) {
        self.dtype = dtype
        self.shape = shape
        self.isReference = isReference
    }

    public var description: String { "\(dtype.name)\(isReference ? "_ref" : "") \(shape)" }
}
