/// Examples held in memory: parallel arrays whose first dimension counts the examples.
///
/// A conforming type names its arrays, and says how some of its examples are put together; order and batches follow:
///
/// ```swift
/// for epoch in 0..<20 {
///     for batch in mnist.train.shuffled(seed: epoch).batches(of: 50) {
///         try step(batch.images, batch.labels)
///     }
/// }
/// ```
public protocol Dataset: Sendable {
    /// The number of examples.
    var count: Int { get }

    /// The examples at the given indices, in the order given, in arrays of their own.
    ///
    /// - Precondition: every index is within `0..<count`.
    /// - Complexity: O(bytes of the examples).
    func selecting(_ indices: ArraySlice<Int>) -> Self

    /// The examples of a range, in their order, in arrays of their own.
    ///
    /// - Precondition: the range lies within `0..<count`.
    /// - Complexity: O(bytes of the examples).
    func selecting(_ range: Range<Int>) -> Self

    /// Puts the examples at the given indices into `batch`, in its arrays' memory where they have the size and nobody
    /// else holds them.
    ///
    /// - Precondition: every index is within `0..<count`.
    /// - Complexity: O(bytes of the examples).
    func select(_ indices: ArraySlice<Int>, into batch: inout Self?)
}

extension Dataset {
    public func selecting(_ range: Range<Int>) -> Self { selecting(Array(range)[...]) }

    public func select(_ indices: ArraySlice<Int>, into batch: inout Self?) { batch = selecting(indices) }

    /// The examples in a random order that is a function of `seed` and `count` alone, the same on every machine.
    ///
    /// Only indices are moved; examples are copied when a batch is taken. O(`count`).
    public func shuffled(seed: Int) -> ShuffledDataset<Self> {
        ShuffledDataset(base: self, order: Permutation.random(count: count, seed: seed))
    }

    /// The examples `size` at a time, in their order.
    ///
    /// - Parameter dropsRemainder: Whether a last batch of fewer than `size` examples is left out.
    public func batches(of size: Int, dropsRemainder: Bool = false) -> Batches<Self> {
        Batches(dataset: self, order: nil, size: size, dropsRemainder: dropsRemainder)
    }

    /// The first `index` examples, and the others.
    ///
    /// - Precondition: `index` is within `0...count`.
    public func split(at index: Int) -> (head: Self, tail: Self) {
        precondition(index >= 0 && index <= count, "cannot split \(count) examples at \(index)")
        return (selecting(0..<index), selecting(index..<count))
    }
}

/// A data set in another order. See ``Dataset/shuffled(seed:)``.
public struct ShuffledDataset<Base: Dataset>: Sendable {
    /// The data set.
    public let base: Base
    /// Which example stands at each place.
    public let order: [Int]

    /// The number of examples.
    public var count: Int { order.count }

    /// The examples `size` at a time, in the new order.
    ///
    /// - Parameter dropsRemainder: Whether a last batch of fewer than `size` examples is left out.
    public func batches(of size: Int, dropsRemainder: Bool = false) -> Batches<Base> {
        Batches(dataset: base, order: order, size: size, dropsRemainder: dropsRemainder)
    }
}
