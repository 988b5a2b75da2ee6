import AdjointCore
import AdjointOperations
import Testing

/// Each rule's formula, worked out in double for one element at a time.
@Suite struct UpdateTests {
    private let w = [0.5, -1.25, 2]
    private let g = [0.1, -0.4, 0]
    private let a = [0.3, 0.7, 1.1]
    private let b = [2.5, 1.5, 0.9]

    /// Runs an update on float64 buffers and returns the variable and its slots.
    private func run(_ operation: any ExecutableOperation, references: [[Double]], _ values: [Any]) throws -> [[Double]]
    {
        let buffers = references.map { NDArray($0) }
        let others = values.map { ($0 as? [Double]).map { NDArray($0) } ?? NDArray($0 as? Double ?? .nan) }
        _ = try ConstantEvaluation.evaluate(
            operation, inputs: buffers + others, outputs: [TensorType(.float64, [3])])
        return try buffers.map { try $0.scalars(as: Double.self) }
    }

    private func expect(_ found: [[Double]], _ expected: [[Double]]) {
        for (found, expected) in zip(found, expected) {
            for (x, y) in zip(found, expected) { #expect(abs(x - y) <= 1e-14 * max(1, abs(y))) }
        }
    }

    @Test func gradientDescent() throws {
        expect(try run(ApplyGradientDescent(), references: [w], [0.1, g]), [zip(w, g).map { $0 - 0.1 * $1 }])
    }

    @Test(arguments: [false, true]) func momentum(usesNesterov: Bool) throws {
        let accumulated = zip(a, g).map { 0.9 * $0 + $1 }
        let updated = w.indices.map {
            w[$0] - (usesNesterov ? 0.1 * g[$0] + 0.1 * 0.9 * accumulated[$0] : 0.1 * accumulated[$0])
        }
        expect(
            try run(ApplyMomentum(usesNesterov: usesNesterov), references: [w, a], [0.1, g, 0.9]),
            [updated, accumulated])
    }

    @Test func adagrad() throws {
        let accumulated = zip(a, g).map { $0 + $1 * $1 }
        let updated = w.indices.map { w[$0] - 0.1 * g[$0] / accumulated[$0].squareRoot() }
        expect(try run(ApplyAdagrad(), references: [w, a], [0.1, g]), [updated, accumulated])
        var reading = ApplyAdagrad()
        reading.updatesSlots = false
        let read = w.indices.map { w[$0] - 0.1 * g[$0] / a[$0].squareRoot() }
        expect(try run(reading, references: [w, a], [0.1, g]), [read, a])
    }

    @Test func adadelta() throws {
        let accumulated = zip(a, g).map { 0.95 * $0 + 0.05 * $1 * $1 }
        let step = w.indices.map { ((b[$0] + 1e-6) / (accumulated[$0] + 1e-6)).squareRoot() * g[$0] }
        expect(
            try run(ApplyAdadelta(), references: [w, a, b], [0.1, 0.95, 1e-6, g]),
            [
                zip(w, step).map { $0 - 0.1 * $1 }, accumulated, zip(b, step).map { 0.95 * $0 + 0.05 * $1 * $1 },
            ])
    }

    @Test func rmsProp() throws {
        let square = zip(a, g).map { $0 + 0.1 * ($1 * $1 - $0) }
        let moment = w.indices.map { 0.5 * b[$0] + 0.1 * g[$0] / (square[$0] + 1e-6).squareRoot() }
        expect(
            try run(ApplyRMSProp(), references: [w, a, b], [0.1, 0.9, 0.5, 1e-6, g]),
            [zip(w, moment).map { $0 - $1 }, square, moment])
    }

    @Test func centeredRMSProp() throws {
        let c = [0.1, 0.2, 0.3]
        let mean = zip(c, g).map { $0 + 0.1 * ($1 - $0) }
        let square = zip(a, g).map { $0 + 0.1 * ($1 * $1 - $0) }
        let moment = w.indices.map {
            0.5 * b[$0] + 0.1 * g[$0] / (square[$0] - mean[$0] * mean[$0] + 1e-6).squareRoot()
        }
        expect(
            try run(ApplyCenteredRMSProp(), references: [w, c, a, b], [0.1, 0.9, 0.5, 1e-6, g]),
            [zip(w, moment).map { $0 - $1 }, mean, square, moment])
    }

    @Test func adam() throws {
        let m = zip(a, g).map { $0 + 0.1 * ($1 - $0) }
        let v = zip(b, g).map { $0 + 0.01 * ($1 * $1 - $0) }
        let rate = 0.1 * (1 - 0.98).squareRoot() / (1 - 0.81)
        let updated = w.indices.map { w[$0] - rate * m[$0] / (v[$0].squareRoot() + 1e-6) }
        expect(
            try run(ApplyAdam(), references: [w, a, b], [0.81, 0.98, 0.1, 0.9, 0.99, 1e-6, g]), [updated, m, v])
    }

    @Test func ftrl() throws {
        let (rate, l1, l2, shrinkage) = (0.1, 0.2, 0.3, 0.4)
        for usesShrinkage in [false, true] {
            let shrunk = w.indices.map { g[$0] + (usesShrinkage ? 2 * shrinkage * w[$0] : 0) }
            let accumulated = zip(a, g).map { $0 + $1 * $1 }
            let linear = w.indices.map {
                b[$0] + shrunk[$0] - (accumulated[$0].squareRoot() - a[$0].squareRoot()) / rate * w[$0]
            }
            let updated = w.indices.map {
                abs(linear[$0]) <= l1
                    ? 0
                    : ((linear[$0] < 0 ? -l1 : l1) - linear[$0]) / (accumulated[$0].squareRoot() / rate + 2 * l2)
            }
            let found =
                usesShrinkage
                ? try run(ApplyFtrlV2(), references: [w, a, b], [g, rate, l1, l2, shrinkage, -0.5])
                : try run(ApplyFtrl(), references: [w, a, b], [g, rate, l1, l2, -0.5])
            expect(found, [updated, accumulated, linear])
        }
    }

    @Test func shapesMustAgree() {
        let graph = Graph()
        let v = graph.variable([1, 2, 3] as [Float])
        let rate = graph.constant(Float(0.1))
        let gradient = graph.constant([1, 2] as [Float])
        #expect(graph.add(ApplyGradientDescent(), inputs: [v.reference, rate, gradient]) == nil)
        #expect(
            graph.add(ApplyGradientDescent(), inputs: [v.value, rate, v.value]) == nil, "the value is no reference")
        #expect(graph.mistakes.map(\.kind) == [.shape, .elementType])
    }
}
