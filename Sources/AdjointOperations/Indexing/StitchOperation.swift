import AdjointCore

/// What the two stitching ops share.
protocol StitchOperation: OperationDefinition {}

extension OperationSignature {
    static let stitch = OperationSignature(
        inputs: [.list("indices", .int32), .list("data")], outputs: [.tensor("merged")])
}

extension StitchOperation {
    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let count = context.inputs.count / 2
        var (rest, rows) = (Shape.unknown, Optional(0))
        for part in 0..<count {
            let (indices, data) = (context.shape(part), context.shape(count + part))
            if let rank = indices.rank, let sizes = data.partialDimensions {
                guard rank <= sizes.count, Shape(Array(sizes[..<rank])).isCompatible(with: indices),
                    let merged = rest.merged(with: Shape(Array(sizes[rank...])))
                else {
                    throw OperationError("data of shape \(data) does not fit indices of shape \(indices) and \(rest)")
                }
                rest = merged
            }
            rows = rows.flatMap { rows in context.integers(part).map { max(rows, ($0.max() ?? -1) + 1) } }
        }
        return [Shape([rows]).appending(rest)]
    }

    public func inferStaticValues(_ context: ShapeContext) -> [Int: StaticValue] {
        // An index vector put together from entries that are known in part: a shape with axes set to 1.
        let count = context.inputs.count / 2
        guard DTypeSet.index.contains(context.dtype(count)),
            (0..<context.inputs.count).contains(where: { context.value($0) == nil })
        else { return [:] }
        var entries: [Int?] = []
        for part in 0..<count {
            guard let indices = context.integers(part), indices.allSatisfy({ $0 >= 0 && $0 < 64 }),
                context.shape(count + part).rank ?? 2 <= 1
            else { return [:] }
            let data =
                context.shape(count + part).rank == 0
                ? [context.integer(count + part)]
                : context.partialShape(count + part).partialDimensions ?? Array(repeating: nil, count: indices.count)
            guard data.count == indices.count else { return [:] }
            for (index, value) in zip(indices, data) {
                while entries.count <= index { entries.append(nil) }
                entries[index] = value
            }
        }
        return .partial(entries, dtype: context.dtype(count))
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let count = context.inputs.count / 2
        let output = context.outputs[0]
        guard let rowCount = output.dimensions.first else { throw OperationError("the result has no rows") }
        let width = output.dimensions.dropFirst().reduce(1, *)
        let picks = context.inputs[..<count].map(\.count)
        let zeros = FillPlan(output)
        return Kernel { arguments in
            zeros.run(arguments.rawOutput(0), workers: arguments.workers)
            let bytes = width * output.dtype.byteCount
            for part in 0..<count {
                let (indices, data) = (arguments.input(part, as: Int32.self), arguments.rawInput(count + part))
                for position in 0..<picks[part] {
                    let row = Int(indices[position])
                    guard row >= 0, row < rowCount else {
                        throw OperationError("indices[\(part)][\(position)] = \(row) is not in 0..<\(rowCount)")
                    }
                    ElementCopy.copy(
                        output.dtype, from: data + position * bytes, to: arguments.rawOutput(0) + row * bytes,
                        count: width)
                }
            }
        }
    }
}

extension GradientContext {
    /// Each tensor's rows gathered back. TF: `_DynamicStitchGrads`.
    func gradientOfStitch() -> [Tensor?] {
        let count = inputs.count / 2
        let gradient = outputGradient()
        return [Tensor?](repeating: nil, count: count) + inputs[..<count].map { gradient.gathered(at: $0) }
    }
}
