import AdjointCore
import AdjointFormats

/// Reads features out of serialized `tf.train.Example`s. TF: `FastParseExample`, `FastParseSingleExample`.
struct ExampleParser {
    /// A feature that every example has, of a fixed number of elements or padded to one.
    struct Dense {
        var name: TensorString
        var shape: DenseFeatureShape
        /// What takes the place of a feature that an example lacks, or pads it; empty where it must be there.
        var placeholder: NDArray
    }

    /// A feature of any number of elements.
    struct Sparse {
        var name: TensorString
        var dtype: DType
    }

    /// A feature of any number of elements, whose rows are told apart by where they begin.
    struct Ragged {
        var name: TensorString
        var dtype: DType
        var splitDType: DType
    }

    var dense: [Dense] = []
    var sparse: [Sparse] = []
    var ragged: [Ragged] = []

    /// What the examples hold, in the order of the ops' outputs: indices, values and shapes of sparse features, dense
    /// features, values and row splits of ragged ones.
    ///
    /// - Parameters:
    ///   - examples: The serialized examples.
    ///   - names: What errors call them; empty for their numbers.
    ///   - isBatch: Whether results have a dimension for the examples; without it there is one.
    /// - Throws: ``OperationError`` for an example that cannot be read, or does not hold what it must.
    func parse(_ examples: [TensorString], names: [TensorString] = [], isBatch: Bool) throws -> [NDArray] {
        var denseColumns: [any FeatureColumn] = []
        for feature in dense { denseColumns.append(try Self.column(feature.placeholder.dtype, feature.name)) }
        var sparseColumns: [any FeatureColumn] = []
        for feature in sparse { sparseColumns.append(try Self.column(feature.dtype, feature.name)) }
        var raggedColumns: [any FeatureColumn] = []
        for feature in ragged { raggedColumns.append(try Self.column(feature.dtype, feature.name)) }
        for (index, serialized) in examples.enumerated() {
            do {
                let example = try SerializedExample(Bytes(serialized.bytes))
                for (place, feature) in dense.enumerated() {
                    try denseColumns[place].append(example, feature)
                }
                for place in sparse.indices { try sparseColumns[place].append(example) }
                for place in ragged.indices { try raggedColumns[place].append(example) }
            } catch {
                let name = names.isEmpty ? "" : " ('\(names[index])')"
                throw OperationError("example \(index)\(name): \(error)")
            }
        }
        let count = isBatch ? examples.count : nil
        let parts = sparseColumns.map { $0.sparse(exampleCount: count) }
        return try parts.map(\.indices) + parts.map(\.values) + parts.map(\.shape)
            + zip(dense, denseColumns).map { try $1.dense(exampleCount: count, $0) }
            + raggedColumns.map(\.flat) + zip(ragged, raggedColumns).map { $1.splits(as: $0.splitDType) }
    }

    private static func column(_ dtype: DType, _ name: TensorString) throws -> any FeatureColumn {
        switch dtype {
        case .float32: return Column<Float>(name)
        case .int64: return Column<Int64>(name)
        case .string: return Column<TensorString>(name)
        default: throw OperationError("feature '\(name)' cannot be \(dtype.name), only float32, int64 or string")
        }
    }
}

/// The shape of a dense feature: known, but for the first dimension of one that is padded.
struct DenseFeatureShape {
    /// The shape of one step of the first dimension of a padded feature; the whole shape of any other.
    let inner: [Int]
    /// The number of elements of `inner`.
    let count: Int
    /// Whether the first dimension is open, and what is missing padded.
    let isPadded: Bool

    /// - Throws: ``OperationError`` for a shape that leaves open more than that.
    init(_ shape: Shape) throws {
        guard var sizes = shape.partialDimensions else { throw OperationError("a dense feature has no rank") }
        isPadded = sizes.first.map { $0 == nil } ?? false
        if isPadded { sizes.removeFirst() }
        inner = try sizes.map { size in
            guard let size else { throw OperationError("a dense feature has the open shape \(shape)") }
            return size
        }
        count = try checkedCount(inner)
        guard !isPadded || count > 0 else { throw OperationError("a dense feature has the empty shape \(shape)") }
    }
}

/// One feature of all examples.
private protocol FeatureColumn {
    /// Adds what an example holds of a feature that it may lack.
    mutating func append(_ example: SerializedExample) throws
    /// Adds what an example holds of a dense feature.
    mutating func append(_ example: SerializedExample, _ feature: ExampleParser.Dense) throws
    /// All elements.
    var flat: NDArray { get }
    /// Coordinates and elements, and the shape of the array that they stand in. No count means a single example, without
    /// a dimension of its own.
    func sparse(exampleCount: Int?) -> (indices: NDArray, values: NDArray, shape: NDArray)
    /// The elements as one array.
    func dense(exampleCount: Int?, _ feature: ExampleParser.Dense) throws -> NDArray
    /// Where the rows begin, and the end of the last one.
    func splits(as dtype: DType) -> NDArray
}

/// What features are made of.
private protocol FeatureElement: Sendable {
    static var dtype: DType { get }
    static var kind: SerializedExample.Feature.Kind { get }
    static func elements(_ feature: SerializedExample.Feature) throws -> [Self]
    static func elements(_ array: NDArray) throws -> [Self]
    static func array(_ elements: [Self], dimensions: [Int]) -> NDArray
}

extension FeatureElement where Self: TensorScalar {
    static func elements(_ array: NDArray) throws -> [Self] { try array.scalars(as: Self.self) }
    static func array(_ elements: [Self], dimensions: [Int]) -> NDArray { NDArray(elements, dimensions: dimensions) }
}

extension Float: FeatureElement {
    static var kind: SerializedExample.Feature.Kind { .floats }
    static func elements(_ feature: SerializedExample.Feature) throws -> [Float] { try feature.floats() }
}

extension Int64: FeatureElement {
    static var kind: SerializedExample.Feature.Kind { .integers }
    static func elements(_ feature: SerializedExample.Feature) throws -> [Int64] { try feature.integers() }
}

extension TensorString: FeatureElement {
    static var dtype: DType { .string }
    static var kind: SerializedExample.Feature.Kind { .strings }
    static func elements(_ feature: SerializedExample.Feature) throws -> [TensorString] {
        try feature.strings().map { TensorString(bytes: Array($0)) }
    }
    static func elements(_ array: NDArray) throws -> [TensorString] { array.strings }
    static func array(_ elements: [TensorString], dimensions: [Int]) -> NDArray {
        NDArray(strings: elements, dimensions: dimensions)
    }
}

private struct Column<Element: FeatureElement>: FeatureColumn {
    let name: Bytes
    var elements: [Element] = []
    /// Where each example's elements end.
    var ends: [Int] = []

    init(_ name: TensorString) { self.name = Bytes(name.bytes) }

    private var text: String { "feature '\(String(decoding: name, as: UTF8.self))'" }

    /// What an example holds; `nil` if it lacks the feature.
    private func found(in example: SerializedExample) throws -> [Element]? {
        guard let feature = example.features[name], let kind = feature.kind else { return nil }
        guard kind == Element.kind else {
            throw OperationError("\(text) is a list of \(kind) where \(Element.dtype.name) is needed")
        }
        return try Element.elements(feature)
    }

    mutating func append(_ example: SerializedExample) throws {
        elements += try found(in: example) ?? []
        ends.append(elements.count)
    }

    mutating func append(_ example: SerializedExample, _ feature: ExampleParser.Dense) throws {
        defer { ends.append(elements.count) }
        let shape = feature.shape
        guard let found = try found(in: example) else {
            if shape.isPadded { return }
            let substitute = try Element.elements(feature.placeholder)
            guard !substitute.isEmpty else {
                throw OperationError("\(text) is required but could not be found")
            }
            elements += substitute
            return
        }
        guard shape.isPadded ? found.count % shape.count == 0 : found.count == shape.count else {
            throw OperationError(
                "\(text) has \(found.count) elements, which do not fill \(shape.isPadded ? "steps" : "an array") of the shape \(Shape(shape.inner))"
            )
        }
        elements += found
    }

    var flat: NDArray { Element.array(elements, dimensions: [elements.count]) }

    func sparse(exampleCount: Int?) -> (indices: NDArray, values: NDArray, shape: NDArray) {
        var indices: [Int64] = []
        var (start, longest) = (0, 0)
        for (example, end) in ends.enumerated() {
            for place in 0..<(end - start) {
                if exampleCount != nil { indices.append(Int64(example)) }
                indices.append(Int64(place))
            }
            longest = max(longest, end - start)
            start = end
        }
        let extents = (exampleCount.map { [Int64($0)] } ?? []) + [Int64(longest)]
        return (NDArray(indices, dimensions: [elements.count, extents.count]), flat, NDArray(extents))
    }

    func dense(exampleCount: Int?, _ feature: ExampleParser.Dense) throws -> NDArray {
        let shape = feature.shape
        let batch = exampleCount.map { [$0] } ?? []
        guard shape.isPadded else { return Element.array(elements, dimensions: batch + shape.inner) }
        guard exampleCount != nil else {
            return Element.array(elements, dimensions: [elements.count / shape.count] + shape.inner)
        }
        let lengths = zip(ends, [0] + ends).map { $0 - $1 }
        let longest = lengths.max() ?? 0
        let dimensions = batch + [longest / shape.count] + shape.inner
        var padded: [Element] = []
        padded.reserveCapacity(try checkedCount(dimensions))
        let padding = try Element.elements(feature.placeholder)[0]
        for (end, length) in zip(ends, lengths) {
            padded += elements[(end - length)..<end]
            padded += repeatElement(padding, count: longest - length)
        }
        return Element.array(padded, dimensions: dimensions)
    }

    func splits(as dtype: DType) -> NDArray { NDArray(indices: [0] + ends, dtype: dtype) }
}
