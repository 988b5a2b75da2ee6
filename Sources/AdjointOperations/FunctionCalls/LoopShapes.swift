import AdjointCore

/// What the shapes of a loop's variables have in common in all iterations.
enum LoopShapes {
    /// How many times a body is built to find out.
    private static let trialLimit = 4
    /// Loops deeper in loops than this are left with unknown shapes: the work multiplies with every loop around.
    private static let depthLimit = 2
    @TaskLocal private static var depth = 0

    /// The shapes of those variables that change, unknown where they cannot be told.
    ///
    /// Starts with the shapes that enter the loop, builds the body apart to see what it makes of them, and takes what both
    /// have in common until that is what the body keeps.
    static func of(
        _ carried: [Int], of values: [Tensor], body: FunctionBody, functionsOf source: Graph
    ) -> [Shape] {
        let unknown = carried.map { _ in Shape.unknown }
        guard depth < depthLimit else { return unknown }
        return $depth.withValue(depth + 1) {
            var shapes = carried.map { values[$0].shape }
            for _ in 0..<trialLimit {
                let trial = Graph(seed: source.seed)
                var arguments = values.map { trial.argument(like: $0) }
                for (position, index) in carried.enumerated() {
                    arguments[index] = trial.argument(of: TensorType(values[index].dtype, shapes[position]))
                }
                guard let call = try? body.inlined(arguments, in: trial, functionsOf: source) else { return unknown }
                let next = zip(carried, shapes).map { index, shape in shape.shared(with: call.outputs[index].shape) }
                if next == shapes { return shapes }
                shapes = next
            }
            return unknown
        }
    }
}

extension Shape {
    /// What two shapes have in common.
    func shared(with other: Shape) -> Shape {
        guard let rank, other.rank == rank else { return .unknown }
        return Shape((0..<rank).map { self[$0] == other[$0] ? self[$0] : nil })
    }
}
