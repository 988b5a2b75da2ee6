import AdjointCore
import AdjointOperations
import AdjointRuntime

/// A loss in float64, with its gradients, at a point that can be moved one variable at a time.
struct GradientProbe {
    /// A variable of the copy.
    private struct Place {
        let name: String
        let dimensions: [Int]
        let value: [Double]
        /// The variable that is moved.
        let variable: Variable
        /// The gradient's elements; zeros where there is none.
        let gradient: [Double]
        let missingGradient: String?
    }

    private let session: Session
    private let loss: Tensor
    private let feeds: Feeds
    private let places: [Place]
    /// The loss where no variable is moved.
    private let value: Double

    /// Distance between the points that differences are taken of: the error of the fourth-order formula and that of
    /// rounding are both far below what is looked for.
    private static let step = 1e-4

    init(
        of original: Tensor, variables: [Variable], in source: Session, feeding: Feeds
    ) throws(GraphError) {
        let copy = try source.graph.doublePrecisionCopy(
            of: [original] + variables.map(\.reference) + feeding.entries.map(\.tensor))
        let loss = try copy.tensor(original.name).sum()
        var feeds: Feeds = [:]
        for (tensor, value) in feeding.entries {
            feeds[try copy.tensor(tensor.name)] = value.feedValue(as: tensor.dtype).inDoublePrecision
        }

        // Every variable that is in the copy needs its value, moved or not.
        let session = try Session(copy, options: source.options)
        var copies: [(variable: Variable, value: NDArray)] = []
        for operation in copy.operations where operation.definition?.traits.role == .variable {
            let original = try source.graph.operation(operation.name).output(0)
            let value = source.withValues(of: [original]) { values, _ in values[0]?.copied().inDoublePrecision }
            guard let value else { continue }
            let reference = operation.output(0)
            let variable = Variable(
                reference: reference, value: reference, initializer: operation, initialValue: nil, isTrainable: false)
            try session.assign(value, to: variable)
            copies.append((variable, value))
        }
        let references = try variables.map { variable throws(GraphError) in try copy.tensor(variable.reference.name) }
        let gradients = copy.gradients(of: [loss], withRespectTo: references)
        let fetches = [loss] + gradients.compactMap(\.self)
        var values = try session.run(fetches: fetches, feeding: feeds)[...]
        let point = values.removeFirst().doubles![0]
        var places: [Place] = []
        for ((variable, reference), gradient) in zip(zip(variables, references), gradients) {
            guard let entry = copies.first(where: { $0.variable.reference == reference }) else {
                throw GraphError(
                    .uninitializedVariables, "'\(variable.name)' has no value in this session",
                    remedy: "initialize or restore it")
            }
            let dense = gradient == nil ? nil : values.removeFirst().doubles
            places.append(
                Place(
                    name: variable.name, dimensions: entry.value.dimensions, value: entry.value.doubles ?? [],
                    variable: entry.variable,
                    gradient: dense ?? [Double](repeating: 0, count: entry.value.count),
                    missingGradient: gradient == nil
                        ? copy.missingGradientReason(of: loss, withRespectTo: reference).map { "\($0)" } : nil))
        }
        self.session = session
        self.loss = loss
        self.feeds = feeds
        self.places = places
        self.value = point
    }

    func check(directions: Int, tolerance: Double, seed: Int) throws(GraphError) -> GradientCheck {
        var generator = SplitMix64(state: UInt64(bitPattern: Int64(seed)))
        var found: [(entry: GradientCheck.Entry, place: Place, direction: [Double])] = []
        for place in places where !place.value.isEmpty {
            var worst: (entry: GradientCheck.Entry, place: Place, direction: [Double])?
            for _ in 0..<directions {
                let direction = Self.direction(count: place.value.count, &generator)
                let (analytic, numeric) = try derivatives(of: place, along: direction)
                let error = relativeError(analytic, numeric, place)
                // A NaN is the worst of all.
                guard worst == nil || !(error <= worst!.entry.relativeError) else { continue }
                worst = (
                    GradientCheck.Entry(
                        variable: place.name, relativeError: error, analytic: analytic, numeric: numeric,
                        missingGradient: place.missingGradient), place, direction
                )
            }
            found.append(worst!)
        }
        found.sort { left, right in
            left.entry.relativeError.isNaN || left.entry.relativeError > right.entry.relativeError
        }
        let element = try found.first.map { found throws(GraphError) in
            try worstElement(of: found.place, along: found.direction)
        }
        return GradientCheck(entries: found.map(\.entry), worstElement: element, tolerance: tolerance)
    }

    /// A direction of length 1 whose elements all differ from 0.
    private static func direction(count: Int, _ generator: inout SplitMix64) -> [Double] {
        let numbers = (0..<count).map { _ -> Double in
            let word = generator.next()
            let magnitude = 0.5 + Double(word >> 12) / Double(UInt64(1) << 53)
            return word & 1 == 0 ? magnitude : -magnitude
        }
        let length = numbers.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return numbers.map { $0 / length }
    }

    private func derivatives(
        of place: Place, along direction: [Double]
    ) throws(GraphError) -> (analytic: Double, numeric: Double) {
        func loss(at distance: Double) throws(GraphError) -> Double {
            let moved = zip(place.value, direction).map { $0 + distance * $1 }
            try move(place, to: moved)
            return try session.run(self.loss, as: Double.self, feeding: feeds)
        }
        let near = try loss(at: Self.step) - loss(at: -Self.step)
        let far = try loss(at: 2 * Self.step) - loss(at: -2 * Self.step)
        try move(place, to: place.value)
        let analytic = zip(place.gradient, direction).reduce(0) { $0 + $1.0 * $1.1 }
        return (analytic, (8 * near - far) / (12 * Self.step))
    }

    private func move(_ place: Place, to value: [Double]) throws(GraphError) {
        try session.assign(NDArray(value, dimensions: place.dimensions), to: place.variable)
    }

    private func relativeError(_ analytic: Double, _ numeric: Double, _ place: Place) -> Double {
        let squares = place.gradient.reduce(0) { $0 + $1 * $1 }
        let typical = (squares / Double(place.gradient.count)).squareRoot()
        let scale = max(abs(analytic), abs(numeric), typical, 1e-5 * abs(value), .leastNormalMagnitude)
        return abs(analytic - numeric) / scale
    }

    /// Follows the half of the elements along which gradient and differences are further apart, down to one element.
    private func worstElement(
        of place: Place, along direction: [Double]
    ) throws(GraphError) -> GradientCheck.Element {
        var range = direction.indices
        while range.count > 1 {
            let middle = range.lowerBound + range.count / 2
            var halves: [(range: Range<Int>, difference: Double)] = []
            for half in [range.lowerBound..<middle, middle..<range.upperBound] {
                let part = direction.indices.map { half.contains($0) ? direction[$0] : 0 }
                let (analytic, numeric) = try derivatives(of: place, along: part)
                halves.append((half, abs(analytic - numeric)))
            }
            range = halves[0].difference >= halves[1].difference ? halves[0].range : halves[1].range
        }
        let axis = direction.indices.map { $0 == range.lowerBound ? 1.0 : 0 }
        let (analytic, numeric) = try derivatives(of: place, along: axis)
        var indices: [Int] = []
        var rest = range.lowerBound
        for size in place.dimensions.reversed() {
            indices.insert(rest % size, at: 0)
            rest /= size
        }
        return GradientCheck.Element(
            variable: place.name, indices: indices, analytic: analytic, numeric: numeric)
    }
}
