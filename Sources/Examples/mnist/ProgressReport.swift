#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Where the training stands.
struct Progress: Equatable {
    /// The epoch, from 1.
    var epoch: Int
    var epochCount: Int
    /// The training steps done in this epoch.
    var batch = 0
    var batchCount: Int
    /// The mean of the losses in this epoch; `nil` before the first.
    var loss: Double?
    /// The share of validation images that were recognized when last measured; `nil` if that was never.
    var validationAccuracy: Double?
    /// Training steps in a second, measurements of accuracy not counted.
    var stepsPerSecond: Double?
}

extension Progress {
    /// One line: `epoch  3/20 [=====>....] 54/81  loss 0.4321  validation accuracy 0.8933  5210 steps/s`.
    ///
    /// - Parameter width: The columns it may take; the bar is given what the rest leaves, and left out for no width.
    func line(width: Int?) -> String {
        let start = "epoch \(Self.padded(epoch, like: epochCount))/\(epochCount)"
        var end = "\(Self.padded(batch, like: batchCount))/\(batchCount) batches"
        if let loss { end += "  loss " + Self.fixed(loss) }
        if let validationAccuracy { end += "  validation accuracy " + Self.fixed(validationAccuracy) }
        if let stepsPerSecond { end += "  \(Int(stepsPerSecond.rounded())) steps/s" }
        guard let width else { return "\(start)  \(end)" }
        let room = min(width - start.count - end.count - " [] ".count, Self.widestBar)
        let line = room >= Self.narrowestBar ? "\(start) [\(bar(width: room))] \(end)" : "\(start)  \(end)"
        return String(line.prefix(width))
    }

    private static let (narrowestBar, widestBar) = (5, 30)

    private func bar(width: Int) -> String {
        let done = batchCount == 0 ? width : batch * width / batchCount
        let isComplete = done == width
        return String(repeating: "=", count: done) + (isComplete ? "" : ">")
            + String(repeating: ".", count: isComplete ? 0 : width - done - 1)
    }

    private static func padded(_ number: Int, like largest: Int) -> String {
        let text = String(number)
        return String(repeating: " ", count: max(0, String(largest).count - text.count)) + text
    }

    /// A number with four decimals.
    static func fixed(_ number: Double) -> String {
        guard number.isFinite, abs(number) < 1e12 else { return "\(number)" }
        let scaled = Int((abs(number) * 10_000).rounded())
        let decimals = String(scaled % 10_000)
        let sign = number < 0 && scaled > 0 ? "-" : ""
        return "\(sign)\(scaled / 10_000)." + String(repeating: "0", count: 4 - decimals.count) + decimals
    }
}

/// Shows progress on the standard output: a line that changes in place on a terminal, one line an epoch elsewhere.
struct ProgressReport {
    private let isTerminal = isatty(STDOUT_FILENO) == 1
    private let clock = ContinuousClock()
    private var nextRefresh: ContinuousClock.Instant?

    /// Shows a step, if the last one shown is a moment ago.
    ///
    /// - Parameter title: What stands before it.
    mutating func update(_ progress: Progress, title: String = "") {
        guard isTerminal else { return }
        let now = clock.now
        if let nextRefresh, now < nextRefresh { return }
        nextRefresh = now + .milliseconds(50)
        rewrite(progress, title, terminator: "")
    }

    /// Shows the end of an epoch.
    mutating func finishEpoch(_ progress: Progress, title: String = "") {
        nextRefresh = nil
        rewrite(progress, title, terminator: "\n")
    }

    private func rewrite(_ progress: Progress, _ title: String, terminator: String) {
        let title = title.isEmpty ? "" : title + ": "
        if isTerminal {
            // Back to the first column, and clear what stood there.
            let room = max(0, Self.terminalWidth - 1 - title.count)
            print("\r\u{1b}[K" + title + progress.line(width: room), terminator: terminator)
        } else {
            print(title + progress.line(width: nil), terminator: terminator)
        }
        fflush(nil)
    }

    private static var terminalWidth: Int {
        var size = winsize()
        let isKnown = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        return isKnown ? Int(size.ws_col) : 80
    }
}
