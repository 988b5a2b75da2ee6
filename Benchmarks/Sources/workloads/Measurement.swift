/// What is repeated and timed.
struct Measurable {
    /// How many steps a repetition is; it is their mean time that is reported.
    var stepCount = 1
    /// One repetition; it is given its number, from 0.
    let step: (Int) throws -> Void
    /// The loss of the first batch after 50 training steps from the formula's weights, where that is comparable.
    var lossAfter50Steps: (() throws -> Float)?
}

/// The unit that a workload is reported in.
enum Unit: String {
    case microseconds = "us/step"
    case milliseconds = "ms"

    var perSecond: Double { self == .microseconds ? 1e6 : 1e3 }
}

/// One workload's result.
struct Measurement {
    let workload: String
    let unit: Unit
    let median: Double
    let minimum: Double
    let iterations: Int
    let lossAfter50Steps: Float?

    /// Warms up for a fifth of the time, then times single steps.
    init(_ workload: String, unit: Unit, _ subject: Measurable, seconds: Double) throws {
        lossAfter50Steps = try subject.lossAfter50Steps?()
        let clock = ContinuousClock()
        var number = 0
        let end = clock.now + .seconds(seconds / 5)
        while clock.now < end || number < 3 {
            try subject.step(number)
            number += 1
        }
        var durations: [Duration] = []
        let finish = clock.now + .seconds(seconds)
        while clock.now < finish || durations.count < 5 {
            let start = clock.now
            try subject.step(number)
            durations.append(clock.now - start)
            number += 1
        }
        durations.sort()
        self.workload = workload
        self.unit = unit
        median = durations[durations.count / 2] / .seconds(1) * unit.perSecond / Double(subject.stepCount)
        minimum = durations[0] / .seconds(1) * unit.perSecond / Double(subject.stepCount)
        iterations = durations.count
    }

    /// The line that is printed, with the keys and the order of the other frameworks' lines.
    var json: String {
        var text = "{\"workload\": \"\(workload)\", \"peer\": \"adjoint\", \"unit\": \"\(unit.rawValue)\", "
        text += "\"median\": \(Self.rounded(median, 1e3)), \"min\": \(Self.rounded(minimum, 1e3)), "
        text += "\"iterations\": \(iterations)"
        if let loss = lossAfter50Steps {
            // JSON has no NaN and no infinity; the readers of these lines take Python's words for them.
            text += ", \"loss50\": \(loss.isFinite ? "\(Self.rounded(Double(loss), 1e6))" : "NaN")"
        }
        return text + "}"
    }

    private static func rounded(_ number: Double, _ scale: Double) -> Double { (number * scale).rounded() / scale }
}
