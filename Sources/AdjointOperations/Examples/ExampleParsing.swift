import AdjointCore

/// An op that reads features out of serialized `tf.train.Example`s.
///
/// Features are dense (every example has them, in one shape; one whose first dimension is open is padded with its
/// default) or sparse (any number of elements). They are of float32, int64 or string. Of features of one name in an
/// example the last counts.
protocol ExampleParsing: OperationDefinition {
    var settings: ExampleSettings { get set }
}

/// The features that an op reads.
struct ExampleSettings: Sendable, Hashable {
    var sparseCount = 0
    var sparseTypes: [DType] = []
    var denseCount = 0
    var denseTypes: [DType] = []
    var denseShapes: [Shape] = []
    var raggedTypes: [DType] = []
    var splitTypes: [DType] = []

    /// The shapes of the outputs, in their order.
    ///
    /// - Parameter batch: The shape of the examples.
    /// - Throws: ``OperationError`` if attributes contradict each other.
    func outputShapes(batch: Shape) throws -> [Shape] {
        guard sparseTypes.count == sparseCount, denseShapes.count == denseTypes.count,
            raggedTypes.count == splitTypes.count
        else {
            throw OperationError(
                "\(sparseCount) sparse features have \(sparseTypes.count) types, \(denseTypes.count) dense ones \(denseShapes.count) shapes, \(raggedTypes.count) ragged ones \(splitTypes.count) types of splits"
            )
        }
        let possible = DTypeSet(.float32, .int64, .string)
        for dtype in sparseTypes + denseTypes + raggedTypes where !possible.contains(dtype) {
            throw OperationError("a feature cannot be \(dtype.name), only float32, int64 or string")
        }
        for shape in denseShapes { _ = try DenseFeatureShape(shape) }
        let rank = batch.rank.map { $0 + 1 }
        return Array(repeating: [nil, rank], count: sparseCount) + Array(repeating: [nil], count: sparseCount)
            + Array(repeating: [rank], count: sparseCount) + denseShapes.map(batch.appending)
            + Array(repeating: [nil], count: 2 * raggedTypes.count)
    }

    /// A parser for features of these settings.
    ///
    /// - Parameter placeholders: For each dense feature the input `dense_defaults`.
    /// - Throws: ``OperationError`` for names and placeholders that do not fit.
    func parser(
        sparse: [TensorString], dense: [TensorString], ragged: [TensorString] = [], placeholders: [NDArray]
    ) throws -> ExampleParser {
        guard sparse.count == sparseTypes.count, dense.count == denseTypes.count, ragged.count == raggedTypes.count
        else {
            throw OperationError(
                "\(sparse.count) sparse, \(dense.count) dense and \(ragged.count) ragged features have names, of \(sparseTypes.count), \(denseTypes.count) and \(raggedTypes.count)"
            )
        }
        guard Set(sparse + dense + ragged).count == sparse.count + dense.count + ragged.count else {
            throw OperationError("a feature is asked for twice")
        }
        var parser = ExampleParser()
        for (index, name) in dense.enumerated() {
            let (shape, placeholder) = (try DenseFeatureShape(denseShapes[index]), placeholders[index])
            guard
                shape.isPadded
                    ? placeholder.count == 1 : placeholder.count == 0 || placeholder.dimensions == shape.inner
            else {
                let expected = shape.isPadded ? "one element to pad with" : "the shape \(Shape(shape.inner)) or none"
                throw OperationError(
                    "the default of feature '\(name)' must have \(expected), not the shape \(placeholder.shape)")
            }
            parser.dense.append(ExampleParser.Dense(name: name, shape: shape, placeholder: placeholder))
        }
        parser.sparse = zip(sparse, sparseTypes).map { ExampleParser.Sparse(name: $0, dtype: $1) }
        parser.ragged = ragged.enumerated().map { index, name in
            ExampleParser.Ragged(name: name, dtype: raggedTypes[index], splitDType: splitTypes[index])
        }
        return parser
    }
}

extension ExampleParsing {
    public var traits: OperationTraits { .dataDependent }

    public static var gradient: GradientRule<Self> {
        .notDifferentiable(reason: "what is read from a file has no derivative")
    }
}

extension BindingContext.Operand {
    /// The strings at an address.
    func strings(at address: UnsafeMutableRawPointer) -> [TensorString] {
        Array(UnsafeBufferPointer(start: address.assumingMemoryBound(to: TensorString.self), count: count))
    }
}
