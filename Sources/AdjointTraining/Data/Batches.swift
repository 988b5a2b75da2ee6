/// The batches of a data set, made one at a time as they are asked for.
public struct Batches<Base: Dataset>: Sendable {
    /// The data set.
    public let dataset: Base
    /// The number of examples in every batch but perhaps the last.
    public let size: Int
    /// Which example stands at each place; `nil` for the data set's own order.
    let order: [Int]?
    private let exampleCount: Int

    init(dataset: Base, order: [Int]?, size: Int, dropsRemainder: Bool) {
        precondition(size > 0, "a batch has at least one example, not \(size)")
        self.dataset = dataset
        self.order = order
        self.size = size
        let count = order?.count ?? dataset.count
        exampleCount = dropsRemainder ? count / size * size : count
    }
}

extension Batches: RandomAccessCollection {
    /// 0.
    public var startIndex: Int { 0 }
    /// The number of batches.
    public var endIndex: Int { (exampleCount + size - 1) / size }

    /// Batch `position`, copied together anew each time.
    ///
    /// - Precondition: the position is within `0..<count`.
    /// - Complexity: O(bytes of the batch).
    public subscript(position: Int) -> Base {
        precondition(position >= 0 && position < endIndex, "batch \(position) of \(endIndex)")
        let range = range(of: position)
        return order.map { dataset.selecting($0[range]) } ?? dataset.selecting(range)
    }

    private func range(of position: Int) -> Range<Int> {
        (position * size)..<Swift.min((position + 1) * size, exampleCount)
    }
}

extension Batches {
    /// Goes through the batches. A batch that nobody has kept gives its memory to the next one.
    public struct Iterator: IteratorProtocol {
        private let batches: Batches
        private var position = 0
        private var batch: Base?

        fileprivate init(_ batches: Batches) {
            self.batches = batches
        }

        public mutating func next() -> Base? {
            guard position < batches.endIndex else { return nil }
            let range = batches.range(of: position)
            position += 1
            guard let order = batches.order else { return batches.dataset.selecting(range) }
            batches.dataset.select(order[range], into: &batch)
            return batch
        }
    }

    public func makeIterator() -> Iterator { Iterator(self) }
}
