/// What checking gradients found, one entry for each variable. See `Session.checkGradients`.
public struct GradientCheck: Sendable {
    /// The worst agreement found for one variable.
    public struct Entry: Sendable {
        /// The variable's name.
        public var variable: String
        /// The largest relative difference found along any direction.
        public var relativeError: Double
        /// Along that direction, the derivative that the gradient gives; 0 where there is no gradient.
        public var analytic: Double
        /// Along that direction, the derivative that differences of the loss give.
        public var numeric: Double
        /// Why there is no gradient; `nil` where there is one.
        public var missingGradient: String?
    }

    /// One element of a variable, by its indices.
    public struct Element: Sendable {
        /// The variable's name.
        public var variable: String
        /// The element's index in every dimension.
        public var indices: [Int]
        /// The derivative that the gradient gives.
        public var analytic: Double
        /// The derivative that differences of the loss give.
        public var numeric: Double
    }

    /// The variables, the worst first.
    public var entries: [Entry]
    /// The element of the worst variable that contributes most to its difference, found by halving.
    public var worstElement: Element?
    /// The relative difference up to which a gradient counts as right.
    public var tolerance: Double

    /// The variable with the largest difference.
    public var worst: Entry? { entries.first }

    /// Whether all gradients are right.
    public var passes: Bool { entries.allSatisfy { $0.relativeError <= tolerance } }
}

extension GradientCheck: CustomStringConvertible {
    /// The verdict, a line for each variable, and the worst element.
    public var description: String {
        let failures = entries.filter { !($0.relativeError <= tolerance) }.count
        var text =
            failures == 0
            ? "gradients agree for \(entries.count) variables within \(tolerance)"
            : "gradients of \(failures) of \(entries.count) variables differ by more than \(tolerance)"
        let width = entries.map(\.variable.count).max() ?? 0
        for entry in entries {
            let name = entry.variable + String(repeating: " ", count: width - entry.variable.count)
            text += "\n  \(name)  \(entry.relativeError)  gradient \(entry.analytic), differences \(entry.numeric)"
            if let reason = entry.missingGradient { text += "; no gradient: \(reason)" }
        }
        if let element = worstElement {
            text +=
                "\n  worst element: \(element.variable)\(element.indices)"
                + "  gradient \(element.analytic), differences \(element.numeric)"
        }
        return text
    }
}
