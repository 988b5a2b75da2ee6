public import AdjointCore

/// What stands for one dimension in `tensor[…]`: an index, a range, `.all`, `.range(from:to:by:)`, `.ellipsis` or
/// `.newAxis`.
///
/// ```swift
/// x[0]                          // the first row; the dimension goes away
/// x[-1]                         // the last row
/// x[1..<5, .all, 2]             // rows 1 to 4, everything, column 2
/// x[.ellipsis, .newAxis]        // a dimension of extent 1 behind the others
/// x[.range(by: -1)]             // the rows in reverse order
/// x[index]                      // the row that a scalar tensor says
/// ```
public protocol TensorSubscript: Sendable {
    /// The entry in the form that the subscript takes.
    var subscriptEntry: TensorSubscriptEntry { get }
}

/// One entry of `tensor[…]`.
public struct TensorSubscriptEntry: TensorSubscript {
    enum Kind: Sendable {
        case index(IndexElement)
        case range(begin: IndexElement?, end: IndexElement?, step: IndexElement?)
        case ellipsis
        case newAxis
    }

    let kind: Kind

    public var subscriptEntry: TensorSubscriptEntry { self }
}

extension TensorSubscript where Self == TensorSubscriptEntry {
    /// The whole dimension. Python: `:`.
    public static var all: TensorSubscriptEntry { .range() }

    /// As many whole dimensions as are needed. Python: `...`.
    public static var ellipsis: TensorSubscriptEntry { TensorSubscriptEntry(kind: .ellipsis) }

    /// A new dimension of extent 1. Python: `tf.newaxis`.
    public static var newAxis: TensorSubscriptEntry { TensorSubscriptEntry(kind: .newAxis) }

    /// The elements from `begin` up to but without `end`, in steps. Python: `begin:end:step`.
    ///
    /// Each is an `Int` or a scalar tensor; negative positions count from the end of the dimension. What is left out means
    /// the first element, the end, and 1 (with a negative step the last element, and before the first).
    public static func range(
        from begin: (any IndexOperand)? = nil, to end: (any IndexOperand)? = nil, by step: (any IndexOperand)? = nil
    ) -> TensorSubscriptEntry {
        TensorSubscriptEntry(
            kind: .range(begin: begin?.indexElement, end: end?.indexElement, step: step?.indexElement))
    }
}

extension IndexOperand {
    /// The integer as an entry of a vector.
    ///
    /// - Precondition: A constant has one element.
    var indexElement: IndexElement {
        switch indexValue.content {
        case .constant(let value):
            guard let integers = value.integers, integers.count == 1 else {
                preconditionFailure("an entry of a subscript is one integer, not \(value)")
            }
            return .known(integers[0])
        case .tensor(let tensor): return .computed(tensor)
        }
    }
}

extension Int: TensorSubscript {
    public var subscriptEntry: TensorSubscriptEntry { TensorSubscriptEntry(kind: .index(.known(self))) }
}

extension Tensor: TensorSubscript {
    public var subscriptEntry: TensorSubscriptEntry { TensorSubscriptEntry(kind: .index(.computed(self))) }
}

extension Range: TensorSubscript where Bound == Int {
    public var subscriptEntry: TensorSubscriptEntry { .range(from: lowerBound, to: upperBound) }
}

extension ClosedRange: TensorSubscript where Bound == Int {
    public var subscriptEntry: TensorSubscriptEntry {
        // The position behind -1 has no number; it is the end.
        .range(from: lowerBound, to: upperBound == -1 ? nil : upperBound + 1)
    }
}

extension PartialRangeFrom: TensorSubscript where Bound == Int {
    public var subscriptEntry: TensorSubscriptEntry { .range(from: lowerBound) }
}

extension PartialRangeUpTo: TensorSubscript where Bound == Int {
    public var subscriptEntry: TensorSubscriptEntry { .range(to: upperBound) }
}

extension PartialRangeThrough: TensorSubscript where Bound == Int {
    public var subscriptEntry: TensorSubscriptEntry { .range(to: upperBound == -1 ? nil : upperBound + 1) }
}

extension Tensor {
    /// Part of this tensor, by an entry for each dimension from the first on; see ``TensorSubscript``.
    /// TF: `tensor[…]`, which makes a `StridedSlice`.
    ///
    /// Dimensions without an entry are taken whole. An index out of range is a mistake; a range that reaches too far is
    /// cut.
    public subscript(_ entries: any TensorSubscript...) -> Tensor {
        strided(entries.map(\.subscriptEntry), name: nil, site: nil)
    }

    /// Part of this tensor, as its subscript makes it, with a name and a creation site.
    public func sliced(
        _ entries: any TensorSubscript..., name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        strided(entries.map(\.subscriptEntry), name: name, site: CreationSite(file, line))
    }

    private func strided(_ entries: [TensorSubscriptEntry], name: String?, site: CreationSite?) -> Tensor {
        guard isValid else { return self }
        var masks = StridedSliceMasks()
        var (begin, end, strides): ([IndexElement], [IndexElement], [IndexElement]) = ([], [], [])
        for (index, entry) in entries.enumerated() {
            let bit = 1 << index
            switch entry.kind {
            case .index(let position):
                masks.shrinkAxis |= bit
                begin.append(position)
                switch position {
                case .known(let value): end.append(.known(value + 1))
                case .computed(let tensor): end.append(.computed(tensor + 1))
                }
                strides.append(.known(1))
            case .range(let first, let last, let step):
                if first == nil { masks.begin |= bit }
                if last == nil { masks.end |= bit }
                // Beside computed bounds TensorFlow makes tensors of the others, too.
                let isComputed = [first, last, step].contains { if case .computed = $0 { true } else { false } }
                func filled(_ element: IndexElement?, _ value: Int) -> IndexElement {
                    if let element { return element }
                    guard isComputed else { return .known(value) }
                    return .computed(indexConstant([value], dimensions: [], name: "Const", site: site))
                }
                begin.append(filled(first, 0))
                end.append(filled(last, 0))
                strides.append(filled(step, 1))
            case .ellipsis, .newAxis:
                if case .ellipsis = entry.kind { masks.ellipsis |= bit } else { masks.newAxis |= bit }
                begin.append(.known(0))
                end.append(.known(0))
                strides.append(.known(1))
            }
        }
        let dtype: DType = (begin + end + strides).contains(where: \.isWide) ? .int64 : .int32
        return graph.scoped(name ?? "strided_slice") { scope in
            let operands = [("stack", begin), ("stack_1", end), ("stack_2", strides)].map { name, elements in
                graph.packedIndices(elements.map { $0.cast(to: dtype) }, dtype: dtype, name: name, site: site)
            }
            return graph.addTensor(
                StridedSlice(masks: masks), inputs: [self] + operands, name: scope, site: site)
        }
    }
}

extension IndexElement {
    /// Whether it is a tensor of int64.
    fileprivate var isWide: Bool {
        if case .computed(let tensor) = self { tensor.dtype == .int64 } else { false }
    }

    /// The entry with a computed value converted to the given type.
    fileprivate func cast(to dtype: DType) -> IndexElement {
        if case .computed(let tensor) = self { .computed(tensor.cast(to: dtype)) } else { self }
    }
}
