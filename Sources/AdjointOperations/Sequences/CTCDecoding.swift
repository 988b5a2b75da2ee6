import AdjointCore

/// An op that finds what sequences of class scores spell, the last class being blank: for each of the best ways a sparse
/// matrix (indices, values, shape), then their log-probabilities.
///
/// Inputs: scores `[time, batch, classes]`, and the sequences' lengths `[batch]`.
protocol CTCDecoding: OperationDefinition {
    /// How many ways are given for each sequence.
    var pathCount: Int { get }
    /// The best ways to spell one sequence, scores row by row, and how likely they are.
    func decode(
        _ scores: [[Double]], blank: Int
    ) throws -> [(labels: [Int], score: Double)]
    /// The class that is blank.
    func blank(of classes: Int) throws -> Int
}

extension CTCDecoding {
    func blank(of classes: Int) throws -> Int { classes - 1 }

    public var traits: OperationTraits { .dataDependent }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let inputs = try context.shape(0, rank: 3, role: "inputs")
        let lengths = try context.shape(1, rank: 1, role: "sequence_length")
        guard inputs.isCompatible(with: [nil, lengths[0], nil]) else {
            throw OperationError("there are \(lengths) lengths for scores \(inputs)")
        }
        guard pathCount > 0, pathCount <= 1 << 16 else { throw OperationError("top_paths is \(pathCount)") }
        let paths = repeatElement(0, count: pathCount)
        return paths.map { _ in [nil, 2] } + paths.map { _ in [nil] } + paths.map { _ in [2] }
            + [[inputs[1] ?? lengths[0], pathCount]]
    }

    public static var gradient: GradientRule<Self> { .notDifferentiable(reason: "labels are integers") }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let dimensions = context.inputs[0].dimensions
        let (time, batch, classes) = (dimensions[0], dimensions[1], dimensions[2])
        guard context.inputs[1].dimensions == [batch], classes > 0 else {
            throw OperationError("scores \(Shape(dimensions)) need \(batch) lengths and a class")
        }
        let (definition, paths, blank) = (self, pathCount, try blank(of: classes))
        func kernel<Element: RealElement>(_: Element.Type) -> Kernel {
            Kernel { arguments in
                let (scores, lengths) = (arguments.input(0, as: Element.self), arguments.input(1, as: Int32.self))
                var indices = [[Int64]](repeating: [], count: paths)
                var values = [[Int64]](repeating: [], count: paths)
                var columns = [Int](repeating: 0, count: paths)
                var logarithms: [Element] = []
                for row in 0..<batch {
                    let length = Int(lengths[row])
                    guard (0...time).contains(length) else {
                        throw OperationError("sequence \(row) is \(length) steps of \(time)")
                    }
                    let own = (0..<length).map { step in
                        (0..<classes).map { Double(scores[(step * batch + row) * classes + $0]) }
                    }
                    let found = try definition.decode(own, blank: blank)
                    guard found.count >= paths else {
                        throw OperationError("sequence \(row) has only \(found.count) ways to be spelled of \(paths)")
                    }
                    for (path, way) in found.prefix(paths).enumerated() {
                        for (column, label) in way.labels.enumerated() {
                            indices[path] += [Int64(row), Int64(column)]
                            values[path].append(Int64(label))
                        }
                        columns[path] = max(columns[path], way.labels.count)
                        logarithms.append(Element(way.score))
                    }
                }
                for path in 0..<paths {
                    arguments.setOutput(path, NDArray(indices[path], dimensions: [values[path].count, 2]))
                    arguments.setOutput(paths + path, NDArray(values[path]))
                    arguments.setOutput(2 * paths + path, NDArray([Int64(batch), Int64(columns[path])]))
                }
                arguments.setOutput(3 * paths, NDArray(logarithms, dimensions: [batch, paths]))
            }
        }
        switch context.inputs[0].dtype {
        case .float32: return kernel(Float.self)
        case .float64: return kernel(Double.self)
        case let dtype: throw OperationError.noKernel(for: dtype)
        }
    }
}
