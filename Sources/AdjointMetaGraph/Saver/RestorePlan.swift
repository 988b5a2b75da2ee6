public import AdjointCore
public import AdjointFormats

/// What restoring a checkpoint does to a graph's variables, told before anything is touched.
///
/// Printed, it is a table. ``Saver/restore(_:from:slots:allowing:fileSystem:)`` does exactly what it says.
public struct RestorePlan: Sendable, Hashable {
    /// A variable that is restored.
    public struct Restored: Sendable, Hashable {
        /// The variable's name in the graph.
        public var variable: String
        /// The name in the file.
        public var source: String
        /// The element type.
        public var dtype: DType
        /// The shape in the file.
        public var shape: [Int]
        /// Its size.
        public var byteCount: Int
    }

    /// A variable of the saver that the file does not have.
    public struct Missing: Sendable, Hashable {
        /// The variable's name in the graph.
        public var variable: String
        /// The name that was looked for.
        public var source: String
        /// Names in the file that are like it and that nothing else uses, the most likely first.
        public var nearest: [String]
    }

    /// A variable that is something else in the file.
    public struct Mismatched: Sendable, Hashable {
        /// The variable's name in the graph.
        public var variable: String
        /// The name in the file.
        public var source: String
        /// The variable's element type and shape.
        public var expected: String
        /// Those in the file.
        public var found: String
        /// Names in the file that have the variable's type and shape and that nothing else uses.
        public var nearest: [String]
    }

    /// The checkpoint.
    public var prefix: String
    /// The variables that get a value, in the order of their names in the file.
    public var restored: [Restored]
    /// Variables of the saver that the file does not have.
    public var missing: [Missing]
    /// Variables that have another shape or type in the file.
    public var mismatched: [Mismatched]
    /// Optimizer slots that begin anew.
    public var reset: [String]
    /// Global variables of the graph that the saver does not have: they stay as they are.
    public var leftAlone: [String]
    /// Tensors of the file that nothing uses.
    public var unused: [CheckpointTensor]
    /// How many random streams go on where the file says; `nil` where it says nothing, or the saver does not ask.
    public var randomStreamCount: Int?
    /// What is likely not meant, such as a scope that catches its neighbor.
    public var warnings: [String]

    /// The size of all that is restored.
    public var byteCount: Int { restored.reduce(0) { $0 + $1.byteCount } }

    /// Whether every variable of the saver is restored, or reset on request.
    public var isComplete: Bool { missing.isEmpty && mismatched.isEmpty }
}

extension RestorePlan: CustomStringConvertible {
    /// The plan as a table.
    public var description: String {
        let total = restored.count + missing.count + mismatched.count + reset.count
        var text = "\(prefix): restores \(restored.count) of \(total) variables, \(Self.size(byteCount))\n"
        for warning in warnings { text += "warning: \(warning)\n" }
        text += Self.section(
            "restored",
            restored.map {
                [
                    $0.variable, $0.source == $0.variable ? "" : "from \($0.source)", $0.dtype.name,
                    "\(Shape($0.shape))", Self.size($0.byteCount),
                ]
            })
        text += Self.section(
            "not in the file",
            missing.map {
                [$0.variable, $0.source == $0.variable ? "" : "as \($0.source)", Self.suggestion($0.nearest)]
            })
        text += Self.section(
            "different in the file",
            mismatched.map {
                [
                    $0.variable, $0.source == $0.variable ? "" : "as \($0.source)",
                    "\($0.expected), in the file \($0.found)",
                    Self.suggestion($0.nearest),
                ]
            })
        text += Self.section("optimizer slots that begin anew", reset.map { [$0] })
        text += Self.section("left as they are", leftAlone.map { [$0] })
        text += Self.section(
            "unused in the file",
            unused.map {
                [$0.name, DType(rawValue: $0.dtype.rawValue)?.name ?? "\($0.dtype)", "\(Shape($0.shape))"]
            })
        if let randomStreamCount { text += "random streams that go on: \(randomStreamCount)\n" }
        return text
    }

    private static func suggestion(_ names: [String]) -> String {
        names.isEmpty ? "" : "did you mean " + names.map { "'\($0)'" }.joined(separator: ", ") + "?"
    }

    private static func section(_ title: String, _ rows: [[String]]) -> String {
        guard let first = rows.first else { return "" }
        let widths = first.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        var text = "\(title) (\(rows.count)):\n"
        for row in rows {
            var line = "  "
            for (cell, width) in zip(row, widths) where width > 0 {
                line += cell + String(repeating: " ", count: width - cell.count + 2)
            }
            while line.last == " " { line.removeLast() }
            text += line + "\n"
        }
        return text
    }

    /// A size in the unit that keeps it short: `918.8 KB`.
    static func size(_ byteCount: Int) -> String {
        var value = Double(byteCount)
        for unit in ["B", "KB", "MB", "GB"] {
            if value < 1000 || unit == "GB" {
                let tenths = Int((value * 10).rounded())
                return unit == "B" ? "\(byteCount) B" : "\(tenths / 10).\(tenths % 10) \(unit)"
            }
            value /= 1000
        }
        return "\(byteCount) B"
    }
}

/// A checkpoint that a saver will not restore as it is.
public struct RestoreError: Error, Sendable, CustomStringConvertible {
    /// What would have been done.
    public var plan: RestorePlan

    /// What is wrong, and the whole plan.
    public var description: String {
        var faults: [String] = []
        if !plan.missing.isEmpty { faults.append("\(plan.missing.count) variables are not in the file") }
        if !plan.mismatched.isEmpty { faults.append("\(plan.mismatched.count) are different there") }
        return faults.joined(separator: ", ")
            + "; nothing was restored. Rename them, leave them out, or allow it with `allowing:`.\n\(plan)"
    }
}
