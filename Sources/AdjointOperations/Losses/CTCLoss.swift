public import AdjointCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Connectionist temporal classification: -ln of the probability that a sequence of class scores spells its labels, and
/// the gradient of that. TF: `CTCLoss`. Source: Graves et al. 2006.
///
/// inputs: `[time, batch, classes]`, unnormalized, float32 or float64, the last class being blank; labels as a sparse
/// `[batch, labels]`; sequence_length: `[batch]`. Results: losses `[batch]` and the gradient of `inputs`.
public struct CTCLoss: OperationDefinition {
    public static let type = "CTCLoss"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("inputs", in: .real), .tensor("labels_indices", .int64), .tensor("labels_values", .int32),
            .tensor("sequence_length", .int32),
        ], outputs: [.tensor("loss"), .tensor("gradient")])
    public static let attributes: [AttributeKey<CTCLoss>] = [
        .bool("preprocess_collapse_repeated", \.collapsesRepeated), .bool("ctc_merge_repeated", \.mergesRepeated),
        .bool("ignore_longer_outputs_than_inputs", \.ignoresLongerOutputs),
    ]

    /// Whether repeated labels become one before anything else.
    public var collapsesRepeated = false
    /// Whether a class that repeats without a blank between spells one label.
    public var mergesRepeated = true
    /// Whether sequences too short for their labels have a loss of 0, rather than being an error.
    public var ignoresLongerOutputs = false

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let inputs = try context.shape(0, rank: 3, role: "inputs")
        _ = try context.shape(1, rank: 2, role: "labels_indices")
        return [Shape([inputs[1]]), inputs]
    }

    // TF: `_CTCLossGrad`.
    public static let gradient = GradientRule<CTCLoss>.differentiable { _, context in
        let scale = context.outputGradient(0).expandingDimensions(at: 0).expandingDimensions(at: 2)
        return [context.graph.addTensor(PreventGradient(), inputs: [context.outputs[1]]) * scale, nil, nil, nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let dimensions = context.inputs[0].dimensions
        let (time, batch, classes) = (dimensions[0], dimensions[1], dimensions[2])
        let labelCount = context.inputs[2].count
        guard context.inputs[1].dimensions == [labelCount, 2], context.inputs[3].dimensions == [batch] else {
            throw OperationError("labels or lengths do not fit a batch of \(batch)")
        }
        func kernel<Element: RealElement>(_: Element.Type) -> Kernel {
            Kernel { arguments in
                let places = arguments.input(1, as: Int64.self)
                let values = arguments.input(2, as: Int32.self)
                let lengths = arguments.input(3, as: Int32.self)
                var labels = [[Int]](repeating: [], count: batch)
                for index in 0..<labelCount {
                    let row = Int(places[2 * index])
                    guard row >= 0, row < batch else { throw OperationError("label \(index) is of no sequence") }
                    guard values[index] >= 0, Int(values[index]) < classes - 1 else {
                        throw OperationError("label \(index) is \(values[index]), not one of \(classes - 1) classes")
                    }
                    labels[row].append(Int(values[index]))
                }
                let (input, loss) = (arguments.input(0, as: Element.self), arguments.output(0, as: Element.self))
                let gradient = arguments.output(1, as: Element.self)
                gradient.initialize(repeating: 0, count: time * batch * classes)
                for row in 0..<batch {
                    let length = Int(lengths[row])
                    guard length >= 0, length <= time else {
                        throw OperationError("sequence \(row) is \(length) steps of \(time)")
                    }
                    let alignment = CTCAlignment(
                        labels: collapsesRepeated ? Self.collapsed(labels[row]) : labels[row], blank: classes - 1,
                        mergesRepeated: mergesRepeated)
                    guard alignment.leastLength <= length else {
                        guard ignoresLongerOutputs else {
                            throw OperationError("sequence \(row) of \(length) steps is too short for its labels")
                        }
                        loss[row] = 0
                        continue
                    }
                    var probabilities = [Double](repeating: 0, count: length * classes)
                    for step in 0..<length {
                        let scores = input + (step * batch + row) * classes
                        let largest = Double((0..<classes).map { scores[$0] }.max() ?? 0)
                        var sum = 0.0
                        for index in 0..<classes {
                            probabilities[step * classes + index] = exp(Double(scores[index]) - largest)
                            sum += probabilities[step * classes + index]
                        }
                        for index in 0..<classes { probabilities[step * classes + index] /= sum }
                    }
                    var slope = [Double](repeating: 0, count: length * classes)
                    loss[row] = Element(alignment.loss(probabilities, length, classes, gradient: &slope))
                    for step in 0..<length {
                        for index in 0..<classes {
                            gradient[(step * batch + row) * classes + index] = Element(slope[step * classes + index])
                        }
                    }
                }
            }
        }
        switch context.inputs[0].dtype {
        case .float32: return kernel(Float.self)
        case .float64: return kernel(Double.self)
        case let dtype: throw OperationError.noKernel(for: dtype)
        }
    }

    private static func collapsed(_ labels: [Int]) -> [Int] {
        labels.indices.filter { $0 == 0 || labels[$0] != labels[$0 - 1] }.map { labels[$0] }
    }
}

/// The labels with blanks around each, through which a sequence advances.
private struct CTCAlignment {
    private let symbols: [Int]
    private let blank: Int
    private let mergesRepeated: Bool

    init(labels: [Int], blank: Int, mergesRepeated: Bool) {
        symbols = [blank] + labels.flatMap { [$0, blank] }
        self.blank = blank
        self.mergesRepeated = mergesRepeated
    }

    /// The fewest steps that spell the labels: a blank must stand between equal ones.
    var leastLength: Int {
        let labels = stride(from: 1, to: symbols.count, by: 2).map { symbols[$0] }
        let repeats = mergesRepeated ? zip(labels, labels.dropFirst()).filter { $0 == $1 }.count : 0
        return labels.count + repeats
    }

    /// Whether symbol `place` may follow the one two places before, without the blank between.
    private func maySkip(_ place: Int) -> Bool {
        place >= 2 && symbols[place] != blank && (!mergesRepeated || symbols[place] != symbols[place - 2])
    }

    /// Whether the symbol may last for several steps.
    private func mayStay(_ place: Int) -> Bool { mergesRepeated || symbols[place] == blank }

    /// -ln of the probability, and its derivatives by the scores before the softmax.
    func loss(
        _ probabilities: [Double], _ length: Int, _ classes: Int, gradient: inout [Double]
    ) -> Double {
        guard length > 0 else { return 0 }
        let count = symbols.count
        func logarithm(_ step: Int, _ place: Int) -> Double { log(probabilities[step * classes + symbols[place]]) }
        func sum(_ a: Double, _ b: Double) -> Double {
            let (low, high) = (min(a, b), max(a, b))
            return low == -.infinity ? high : high + log1p(exp(low - high))
        }
        var forward = [Double](repeating: -.infinity, count: length * count)
        var backward = forward
        forward[0] = logarithm(0, 0)
        if count > 1 { forward[1] = logarithm(0, 1) }
        for step in 1..<max(length, 1) {
            for place in 0..<count {
                var value = mayStay(place) ? forward[(step - 1) * count + place] : -.infinity
                if place >= 1 { value = sum(value, forward[(step - 1) * count + place - 1]) }
                if maySkip(place) { value = sum(value, forward[(step - 1) * count + place - 2]) }
                forward[step * count + place] = value + logarithm(step, place)
            }
        }
        // Without the step's own probability, so that the product with `forward` counts it once.
        backward[length * count - 1] = 0
        if count > 1 { backward[length * count - 2] = 0 }
        for step in stride(from: length - 2, through: 0, by: -1) {
            for place in 0..<count {
                func next(_ target: Int) -> Double {
                    backward[(step + 1) * count + target] + logarithm(step + 1, target)
                }
                var value = mayStay(place) ? next(place) : -.infinity
                if place + 1 < count { value = sum(value, next(place + 1)) }
                if place + 2 < count, maySkip(place + 2) { value = sum(value, next(place + 2)) }
                backward[step * count + place] = value
            }
        }
        var total = forward[length * count - 1]
        if count > 1 { total = sum(total, forward[length * count - 2]) }
        for step in 0..<length {
            var spent = [Double](repeating: 0, count: classes)
            for place in 0..<count where total > -.infinity {
                spent[symbols[place]] += exp(forward[step * count + place] + backward[step * count + place] - total)
            }
            for index in 0..<classes {
                gradient[step * classes + index] = probabilities[step * classes + index] - spent[index]
            }
        }
        return -total
    }
}
