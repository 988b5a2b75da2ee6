import Adjoint

// Builds, differentiates, plans and runs chains of 10⁴, 10⁵ and 10⁶ ops, and prints what an op costs in each phase: the
// columns stay level where the time is linear in the size.

/// The seconds that a phase takes.
func time<Result>(_ body: () throws -> Result) rethrows -> (result: Result, seconds: Double) {
    let clock = ContinuousClock()
    let start = clock.now
    let result = try body()
    return (result, (clock.now - start) / .seconds(1))
}

/// `text` after as many spaces as it takes to fill `width` columns.
func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
}

/// Nanoseconds an op, and milliseconds in all.
func cell(_ seconds: Double, _ count: Int) -> String {
    padded("\(Int(seconds * 1e9 / Double(count))) ns", 10) + padded("\(Int(seconds * 1e3)) ms", 9)
}

let sizes = CommandLine.arguments.dropFirst().compactMap { Int($0) }
print(
    padded("ops", 9) + ["build", "gradients", "plan", "run", "plan both", "run both"].map { padded($0, 19) }.joined())
for size in sizes.isEmpty ? [10_000, 100_000, 1_000_000] : sizes {
    let graph = Graph()
    let x = graph.placeholder(.float32, shape: [], name: "x")
    let (y, building) = time {
        var value = x
        for index in 0..<size { value = index % 2 == 1 ? value.sin() : value * x }
        return value
    }
    let (gradient, differentiating) = time { graph.gradients(of: y, withRespectTo: [x])[0]! }
    let gradientCount = graph.count - size
    let session = try Session(graph)
    var line = padded("\(size)", 9) + cell(building, size) + cell(differentiating, gradientCount)
    for (fetch, count) in [(y, size), (gradient, graph.count)] {
        let (step, _) = try time { try session.prepare(fetch, feeding: x) }
        // The first call compiles the plan, and runs it once.
        let (_, first) = try time { try step(0.5) }
        let (_, running) = try time { try step(0.5) }
        line += cell(first - running, count) + cell(running, count)
    }
    print(line)
}
