/// Rows of a larger tensor, all others being zero: the gradient of what was gathered. TF: `IndexedSlices`.
///
/// Rows of equal index add up.
public struct IndexedSlices: Sendable, Hashable {
    /// The rows: `[count] + denseShape[1...]`.
    public var values: Tensor
    /// Where each row belongs, a vector of int32 or int64.
    public var indices: Tensor
    /// The shape of the larger tensor, a vector.
    public var denseShape: Tensor

    /// Slices from their parts.
    public init(values: Tensor, indices: Tensor, denseShape: Tensor) {
        self.values = values
        self.indices = indices
        self.denseShape = denseShape
    }
}

/// A gradient: a tensor of the shape of what it belongs to, or only the rows of it that are not zero.
public enum Gradient: Sendable, Hashable {
    /// One number for each element.
    case dense(Tensor)
    /// Some rows; the others are zero.
    case slices(IndexedSlices)

    /// The tensor itself, or the values of the slices.
    public var values: Tensor {
        switch self {
        case .dense(let tensor): tensor
        case .slices(let slices): slices.values
        }
    }

    /// Whether it stands for a real gradient rather than for a mistake.
    public var isValid: Bool { values.isValid }

    /// The graph it belongs to.
    public var graph: Graph { values.graph }

    /// The gradient with other values in the same places.
    ///
    /// - Parameter transform: Builds values of the shape of those it is given.
    public func mapValues(_ transform: (Tensor) throws -> Tensor) rethrows -> Gradient {
        switch self {
        case .dense(let tensor): return .dense(try transform(tensor))
        case .slices(var slices):
            slices.values = try transform(slices.values)
            return .slices(slices)
        }
    }
}
