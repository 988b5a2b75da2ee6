public import AdjointCore
import AdjointKernels

/// Products of elements of one or two tensors, summed over the indices that the result does not have. TF: `Einsum`.
///
/// The equation names the dimensions: `ij,jk->ik` is a product of matrices, `ii->i` a diagonal, `i->ii` a matrix with that
/// diagonal, `ij->` a sum; `...` stands for dimensions that broadcast. float32 or float64. Two factors are one product of
/// matrices for every index that both and the result have.
public struct Einsum: OperationDefinition {
    public static let type = "Einsum"
    public static let signature = OperationSignature(
        inputs: [.list("inputs", in: .floatingPoint)], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<Einsum>] = [.string("equation", \.equation)]

    /// What is multiplied and summed.
    public var equation = ""

    public init() {}

    /// The op for an equation.
    public init(_ equation: String) { self.equation = equation }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let terms = try EinsumTerms(equation, count: context.inputs.count)
        guard context.inputs.allSatisfy({ $0.shape.rank != nil }) else {
            return [terms.result.contains(.rest) ? .unknown : Shape(rank: terms.result.count)]
        }
        let labels = try terms.labels(ranks: context.inputs.compactMap(\.shape.rank))
        let shapes = context.inputs.map { $0.shape.partialDimensions ?? [] }
        var (extents, open): ([Int: Int], Set<Int>) = ([:], [])
        for (label, extent) in zip(labels.operands.joined(), shapes.joined()) {
            guard let extent else {
                open.insert(label)
                continue
            }
            let known = extents[label] ?? extent
            // Of dimensions that broadcast, an extent of 1 says nothing.
            guard known == extent || label < 0 && (known == 1 || extent == 1) else {
                throw OperationError("'\(equation)': a dimension is \(known) in one place, \(extent) in another")
            }
            extents[label] = known == 1 ? extent : known
        }
        return [Shape(labels.result.map { $0 < 0 && open.contains($0) && extents[$0] ?? 1 == 1 ? nil : extents[$0] })]
    }

    // The gradient of a factor is what is left of the equation without it. TF: `_EinsumGrad`.
    public static let gradient = GradientRule<Einsum>.differentiable { definition, context in
        do {
            return try EinsumTerms(definition.equation, count: context.inputs.count)
                .gradients(context.outputGradient(), context.inputs)
        } catch {
            return context.unavailableGradients("\(error)")
        }
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let terms = try EinsumTerms(equation, count: context.inputs.count)
        let labels = try terms.labels(ranks: context.inputs.map(\.dimensions.count))
        let plan = EinsumPlan(labels.operands, labels.result, context.inputs.map(\.dimensions))
        switch context.outputs[0].dtype {
        case .float32: return plan.kernel(Float.self)
        case .float64: return plan.kernel(Double.self)
        case let dtype: throw OperationError.noKernel(for: dtype)
        }
    }
}

/// The sides of an equation of `Einsum`.
private struct EinsumTerms {
    /// A dimension, or those that `...` stands for.
    enum Term: Hashable {
        case label(Character)
        case rest
    }

    var operands: [[Term]]
    var result: [Term]

    init(_ equation: String, count: Int) throws(OperationError) {
        let text = equation.filter { $0 != " " }
        let sides = text.split(separator: "-", omittingEmptySubsequences: false)
        guard sides.count == 2, sides[1].first == ">", (1...2).contains(count) else {
            throw OperationError("'\(equation)' is no equation of one or two factors and a result")
        }
        operands = []
        for part in sides[0].split(separator: ",", omittingEmptySubsequences: false) {
            operands.append(try Self.terms(part, equation))
        }
        result = try Self.terms(sides[1].dropFirst(), equation)
        guard operands.count == count else {
            throw OperationError("'\(equation)' has \(operands.count) factors, where \(count) are given")
        }
        let known = Set(operands.joined())
        guard result.allSatisfy({ known.contains($0) || $0 == .rest }) else {
            throw OperationError("'\(equation)': an index of the result is in no factor")
        }
        guard result.contains(.rest) || !known.contains(.rest) else {
            throw OperationError("'\(equation)': the result needs '...', as a factor has it")
        }
    }

    private static func terms(_ text: Substring, _ equation: String) throws(OperationError) -> [Term] {
        var (terms, rest): ([Term], Substring) = ([], text)
        while let first = rest.first {
            if rest.hasPrefix("...") {
                terms.append(.rest)
                rest = rest.dropFirst(3)
            } else if first.isLetter {
                terms.append(.label(first))
                rest = rest.dropFirst()
            } else {
                throw OperationError("'\(equation)' holds '\(first)'")
            }
        }
        guard terms.filter({ $0 == .rest }).count <= 1 else {
            throw OperationError("'\(equation)' has '...' twice in one term")
        }
        return terms
    }

    /// The labels as numbers; what `...` stands for has negative ones, -1 the last dimension of it.
    func labels(ranks: [Int]) throws(OperationError) -> (operands: [[Int]], result: [Int]) {
        var widest = 0
        var own: [[Int]] = []
        for (terms, rank) in zip(operands, ranks) {
            let hasRest = terms.contains(.rest)
            let width = rank - terms.count + (hasRest ? 1 : 0)
            guard hasRest ? width >= 0 : width == 0 else {
                throw OperationError("a factor of rank \(rank) does not have \(terms.count) indices")
            }
            widest = max(widest, hasRest ? width : 0)
            own.append(Self.numbers(terms, width: width))
        }
        return (own, Self.numbers(result, width: widest))
    }

    private static func numbers(_ terms: [Term], width: Int) -> [Int] {
        terms.flatMap { term -> [Int] in
            switch term {
            case .label(let character): [Int(character.unicodeScalars.first?.value ?? 0)]
            case .rest: (0..<width).map { $0 - width }
            }
        }
    }

    /// The gradients of the factors.
    func gradients(_ gradient: Tensor, _ inputs: [Tensor]) -> [Tensor] {
        guard inputs.count > 1 else {
            return [Self.spread(gradient, from: result, to: operands[0], like: inputs[0])]
        }
        // A factor without '...' has none of the dimensions it stands for, but its gradient does before they are summed.
        let isBroadcasting = result.contains(.rest)
        let sides = operands.map { isBroadcasting && !$0.contains(.rest) ? $0 + [.rest] : $0 }
        let gradients = inputs.indices.map { index in
            let (own, other) = (sides[index], sides[1 - index])
            let available = Set(result + other)
            let kept = own.filter(available.contains)
            let value = gradient.graph.addTensor(
                Einsum("\(Self.text(result)),\(Self.text(other))->\(Self.text(kept))"),
                inputs: [gradient, inputs[1 - index]])
            return kept.count == own.count ? value : Self.spread(value, from: kept, to: own, like: inputs[index])
        }
        guard isBroadcasting else { return gradients }
        let rests = zip(sides, inputs).map { terms, input in Self.rest(terms, of: input) }
        if let (x, y) = (rests[0].known.flatMap { x in rests[1].known.map { (x, $0) } }), x == y { return gradients }
        let shapes = inputs.map { $0.shapeTensor() }
        let subshapes = zip(shapes, rests).map { shape, rest in shape[.range(from: rest.start, to: rest.end)] }
        let axes = broadcastGradientAxes(subshapes[0], subshapes[1])
        return zip(zip(gradients, shapes), [(axes.x, rests[0].start), (axes.y, rests[1].start)]).map {
            $0.0.sum(axes: $1.0 + $1.1).reshaped(to: $0.1)
        }
    }

    /// Where the dimensions that `...` stands for begin and end, and what they are if all of the shape is known.
    private static func rest(_ terms: [Term], of input: Tensor) -> (start: Int, end: Int?, known: [Int]?) {
        let start = terms.firstIndex(of: .rest) ?? terms.count
        let behind = terms.count - start - 1
        let known = input.shape.dimensions.map { Array($0.dropFirst(start).dropLast(behind)) }
        return (start, behind > 0 ? -behind : nil, known)
    }

    /// The gradient of `x`, of which one with only the terms `output` is known: the same along what was summed, and on the
    /// diagonals of what is repeated.
    private static func spread(_ gradient: Tensor, from output: [Term], to input: [Term], like x: Tensor) -> Tensor {
        let graph = gradient.graph
        var summed: [Term] = []
        for term in input where !output.contains(term) && !summed.contains(term) { summed.append(term) }
        var value = gradient
        if !summed.isEmpty {
            let shape = x.shapeTensor()
            let rest = input.firstIndex(of: .rest) ?? input.count
            let extents = summed.map { term -> IndexElement in
                let place = input.firstIndex(of: term) ?? 0
                return .computed(shape[place < rest ? place : place - input.count])
            }
            let whole = concatenate([graph.packedIndices(extents, name: "extents"), gradient.shapeTensor()], axis: 0)
            value = gradient.broadcast(to: whole)
        }
        return graph.addTensor(Einsum("\(text(summed + output))->\(text(input))"), inputs: [value])
    }

    private static func text(_ terms: [Term]) -> String {
        terms.map { term in
            switch term {
            case .label(let character): String(character)
            case .rest: "..."
            }
        }.joined()
    }
}

/// The indices of an equation in groups, so that the sum over them is a product of matrices.
private struct EinsumPlan: Sendable {
    /// A factor with each of its indices once, those that only it has summed: `[shared, own, inner]`.
    private struct Factor: Sendable {
        var extents: [Int]
        var strides: [Int]
        /// Indices that are summed at once: of this factor alone and not of the result.
        var summedExtents: [Int]
        var summedStrides: [Int]
    }

    private let factors: [Factor]
    private let shared: Int
    private let own: [Int]
    private let inner: Int
    private let resultExtents: [Int]
    private let resultStrides: [Int]
    /// The number of elements of the result, if some of them are zeros beside a diagonal.
    private let sizeAroundDiagonals: Int?

    init(_ operands: [[Int]], _ repeated: [Int], _ dimensions: [[Int]]) {
        var result: [Int] = []
        for label in repeated where !result.contains(label) { result.append(label) }
        var extents: [Int: Int] = [:]
        for (labels, sizes) in zip(operands, dimensions) {
            for (label, size) in zip(labels, sizes) { extents[label] = max(extents[label] ?? 0, size) }
        }
        func size(_ labels: [Int]) -> Int { labels.reduce(1) { $0 * (extents[$1] ?? 1) } }
        // An extent of 0 broadcasts with 1 to 0.
        for (labels, sizes) in zip(operands, dimensions) {
            for (label, size) in zip(labels, sizes) where size == 0 { extents[label] = 0 }
        }
        let sets = operands.map(Set.init)
        let both = sets.count > 1 ? sets[0].intersection(sets[1]) : []
        let sharedLabels = result.filter { both.contains($0) }
        let innerLabels = both.filter { !result.contains($0) }.sorted()
        let ownLabels = sets.map { set in result.filter { set.contains($0) && !both.contains($0) } }
        factors = operands.indices.map { index in
            let steps = contiguousStrides(dimensions[index])
            var strides: [Int: Int] = [:]
            for (place, label) in operands[index].enumerated() {
                // The same index twice is a diagonal; an extent of 1 is repeated.
                strides[label, default: 0] += dimensions[index][place] == 1 ? 0 : steps[place]
            }
            let labels = sharedLabels + ownLabels[index] + innerLabels
            let summed = sets[index].subtracting(labels).sorted()
            return Factor(
                extents: labels.map { extents[$0] ?? 1 }, strides: labels.map { strides[$0] ?? 0 },
                summedExtents: summed.map { extents[$0] ?? 1 }, summedStrides: summed.map { strides[$0] ?? 0 })
        }
        (shared, inner) = (size(sharedLabels), size(innerLabels))
        own = ownLabels.map(size)
        let order = sharedLabels + ownLabels.joined()
        resultExtents = order.map { extents[$0] ?? 1 }
        let steps = contiguousStrides(repeated.map { extents[$0] ?? 1 })
        var strides: [Int: Int] = [:]
        for (label, step) in zip(repeated, steps) { strides[label, default: 0] += step }
        resultStrides = order.map { strides[$0] ?? 0 }
        sizeAroundDiagonals = repeated.count > result.count ? size(repeated) : nil
    }

    func kernel<Scalar: RealElement>(_: Scalar.Type) -> Kernel {
        let counts = factors.map { $0.extents.reduce(1, *) }
        let resultCount = resultExtents.reduce(1, *)
        let total = counts.reduce(resultCount, +)
        let output = ViewCopy(
            Scalar.dtype, extents: resultExtents, sourceStrides: contiguousStrides(resultExtents),
            targetStrides: resultStrides)
        let (rows, columns) = (own[0], own.count > 1 ? own[1] : 1)
        let operationCount =
            factors.count > 1 ? shared * Gemm.operationCount(rows: rows, columns: columns, depth: inner) : 0
        return Kernel(scratchByteCount: total * MemoryLayout<Scalar>.stride, operationCount: operationCount) {
            arguments in
            if let sizeAroundDiagonals {
                arguments.output(0, as: Scalar.self).update(repeating: 0, count: sizeAroundDiagonals)
            }
            var place = arguments.scratch.bindMemory(to: Scalar.self, capacity: total)
            var gathered: [UnsafeMutablePointer<Scalar>] = []
            for (index, factor) in factors.enumerated() {
                Self.gather(factor, arguments.input(index, as: Scalar.self), to: place)
                gathered.append(place)
                place += counts[index]
            }
            guard factors.count > 1 else {
                return output.run(from: gathered[0], to: arguments.rawOutput(0), workers: arguments.workers)
            }
            // [shared, rows, inner] · [shared, columns, inner]ᵀ.
            Gemm.multiplyBatch(
                shared, transposeB: true, rows: rows, columns: columns, depth: inner,
                a: UnsafePointer(gathered[0]), aStride: inner, aBatchStride: rows * inner,
                b: UnsafePointer(gathered[1]), bStride: inner, bBatchStride: columns * inner, into: place,
                cStride: columns, cBatchStride: rows * columns, workers: arguments.workers)
            output.run(from: place, to: arguments.rawOutput(0), workers: arguments.workers)
        }
    }

    /// A factor in the order of its groups, with the indices summed that only it has.
    private static func gather<Scalar: RealElement>(
        _ factor: Factor, _ source: UnsafePointer<Scalar>, to target: UnsafeMutablePointer<Scalar>
    ) {
        let steps = contiguousStrides(factor.extents)
        let summedSteps = contiguousStrides(factor.summedExtents)
        let summedCount = factor.summedExtents.reduce(1, *)
        for element in 0..<factor.extents.reduce(1, *) {
            var offset = 0
            for axis in steps.indices { offset += element / steps[axis] % factor.extents[axis] * factor.strides[axis] }
            var sum: Scalar = 0
            for index in 0..<summedCount {
                var place = offset
                for axis in summedSteps.indices {
                    place += index / summedSteps[axis] % factor.summedExtents[axis] * factor.summedStrides[axis]
                }
                sum += source[place]
            }
            target[element] = sum
        }
    }
}

/// Products of elements of one or two tensors, summed over the indices that the result does not have. TF: `tf.einsum`.
///
/// - Precondition: there is at least one tensor.
public func einsum(
    _ equation: String, _ tensors: Tensor..., name: String? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
    tensors[0].graph.addTensor(
        Einsum(equation), inputs: tensors, name: name ?? "einsum", site: CreationSite(file, line))
}
