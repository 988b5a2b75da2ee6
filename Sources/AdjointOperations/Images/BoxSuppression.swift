import AdjointCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The greedy choice of boxes by their scores: a box that overlaps a chosen one too much is left out.
///
/// With a deviation, overlap lowers scores instead. Source: Bodla et al. 2017, Soft-NMS.
struct BoxSuppression {
    /// How many boxes are chosen at most.
    var limit: Int
    /// The intersection over union above which a box is left out.
    var overlapThreshold: Float
    /// Scores that do not exceed it are left out.
    var scoreThreshold: Float = -.infinity
    /// The deviation of the Gaussian that lowers scores; 0 for none.
    var deviation: Float = 0

    /// The chosen boxes and their scores, best first. O(n²).
    ///
    /// - Parameter boxes: Two opposite corners each: y, x, y, x.
    func choose(_ boxes: [[Float]], _ scores: [Float]) -> (indices: [Int], scores: [Float]) {
        struct Candidate {
            var box: Int
            var score: Float
            /// How many of the chosen boxes it was compared with.
            var seen = 0
        }
        // Ascending: the best stands last; of equal scores the box of the lower index is the better.
        func isWorse(_ a: Candidate, _ b: Candidate) -> Bool {
            a.score == b.score ? a.box > b.box : a.score < b.score
        }
        var queue = scores.indices.filter { scores[$0] > scoreThreshold }
            .map { Candidate(box: $0, score: scores[$0]) }.sorted(by: isWorse)
        var (chosen, chosenScores): ([Int], [Float]) = ([], [])
        while chosen.count < limit, var candidate = queue.popLast() {
            let before = candidate.score
            var isSuppressed = false
            for other in chosen[candidate.seen...].reversed() {
                let overlap = Self.overlap(boxes[candidate.box], boxes[other])
                if deviation > 0 {
                    candidate.score *= overlap <= overlapThreshold ? expf(-0.5 / deviation * overlap * overlap) : 0
                } else if overlap > overlapThreshold {
                    isSuppressed = true
                    break
                }
                if candidate.score <= scoreThreshold { break }
            }
            candidate.seen = chosen.count
            guard !isSuppressed else { continue }
            if candidate.score == before {
                chosen.append(candidate.box)
                chosenScores.append(candidate.score)
            } else if candidate.score > scoreThreshold {
                // Back to its place in the queue.
                let place = queue.firstIndex { isWorse(candidate, $0) } ?? queue.count
                queue.insert(candidate, at: place)
            }
        }
        return (chosen, chosenScores)
    }

    /// Intersection over union; 0 where a box has no area.
    private static func overlap(_ a: [Float], _ b: [Float]) -> Float {
        func sides(_ box: [Float]) -> (top: Float, left: Float, bottom: Float, right: Float) {
            (min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3]))
        }
        let (a, b) = (sides(a), sides(b))
        let areaA = (a.bottom - a.top) * (a.right - a.left)
        let areaB = (b.bottom - b.top) * (b.right - b.left)
        guard areaA > 0, areaB > 0 else { return 0 }
        let height = max(min(a.bottom, b.bottom) - max(a.top, b.top), 0)
        let width = max(min(a.right, b.right) - max(a.left, b.left), 0)
        return height * width / (areaA + areaB - height * width)
    }
}

/// An op that chooses boxes. Inputs: boxes `[n, 4]`, scores `[n]`, then scalars.
protocol BoxSuppressionOperation: OperationDefinition {
    /// The threshold of the first version, where it is an attribute.
    var attributeThreshold: Float? { get }
    /// Whether outputs have as many entries as may be chosen, zeros behind those that are.
    var isPadded: Bool { get }
    /// Which output is the number of boxes, and which their scores.
    static var countOutput: Int? { get }
    static var scoreOutput: Int? { get }
}

extension BoxSuppressionOperation {
    var attributeThreshold: Float? { nil }
    var isPadded: Bool { false }
    static var countOutput: Int? { nil }
    static var scoreOutput: Int? { nil }

    public var traits: OperationTraits { .dataDependent }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let boxes = try context.shape(0, rank: 2, role: "boxes")
        let scores = try context.shape(1, rank: 1, role: "scores")
        guard boxes.isCompatible(with: [scores[0], 4]) else {
            throw OperationError("boxes \(boxes) do not fit scores \(scores)")
        }
        for index in 2..<context.inputs.count { _ = try context.shape(index, rank: 0, role: "input \(index)") }
        let count = isPadded ? context.integer(2) : nil
        return Self.signature.outputs.indices.map { $0 == Self.countOutput ? .scalar : [count] }
    }

    public static var gradient: GradientRule<Self> { .notDifferentiable(reason: "TensorFlow defines none") }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let inputs = context.inputs
        guard inputs[0].dimensions == [inputs[1].count, 4] else {
            throw OperationError("boxes \(Shape(inputs[0].dimensions)) do not fit \(inputs[1].count) scores")
        }
        let (attributeThreshold, isPadded, count) = (attributeThreshold, isPadded, inputs[1].count)
        let numbers = try inputs.map { $0.dtype == .int32 ? nil : try PixelReading($0.dtype) }
        return Kernel { arguments in
            var pointers: [UnsafeRawPointer] = []
            for index in inputs.indices { pointers.append(UnsafeRawPointer(arguments.rawInput(index))) }
            func number(_ input: Int, _ index: Int = 0) -> Float { numbers[input]?(pointers[input], index) ?? 0 }
            let limit = Int(arguments.input(2, as: Int32.self).pointee)
            guard limit >= 0 else { throw OperationError("max_output_size is negative: \(limit)") }
            var suppression = BoxSuppression(limit: limit, overlapThreshold: attributeThreshold ?? number(3))
            guard 0...1 ~= suppression.overlapThreshold else {
                throw OperationError("iou_threshold must be in 0…1, not \(suppression.overlapThreshold)")
            }
            if inputs.count > 4 { suppression.scoreThreshold = number(4) }
            if inputs.count > 5 { suppression.deviation = number(5) }
            guard suppression.deviation >= 0 else {
                throw OperationError("soft_nms_sigma is negative: \(suppression.deviation)")
            }
            var chosen = suppression.choose(
                (0..<count).map { box in (0..<4).map { number(0, 4 * box + $0) } }, (0..<count).map { number(1, $0) })
            let found = chosen.indices.count
            if isPadded {
                chosen.indices += Array(repeating: 0, count: limit - found)
                chosen.scores += Array(repeating: 0, count: limit - found)
            }
            arguments.setOutput(0, NDArray(indices: chosen.indices, dtype: .int32))
            if let output = Self.countOutput { arguments.setOutput(output, NDArray(Int32(found))) }
            if let output = Self.scoreOutput {
                let scores = NDArray(chosen.scores.map { $0 })
                arguments.setOutput(
                    output, inputs[1].dtype == .float64 ? NDArray(chosen.scores.map(Double.init)) : scores)
            }
        }
    }
}
