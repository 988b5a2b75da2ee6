import Adjoint

/// Compares the variables of two checkpoints.
struct DiffCommand: Command {
    static let name = "diff"
    static let summary = "compares the variables of two checkpoints"
    static let help = """
        usage: adjoint diff A B [--json]

        Lists the variables that only one of two checkpoints has, and for those in both how much they changed: the
        Euclidean norm of the difference, and that divided by the norm in A. A and B are prefixes of checkpoints, .npz
        or .safetensors files.

        options:
          --json    print one JSON object
          --help    print this
        """

    private let paths: [String]
    private let printsJSON: Bool

    init(arguments: ArraySlice<String>) throws(UsageError) {
        let list = try ArgumentList(arguments, options: [:], flags: ["--json"])
        paths = try list.operands("A", "B")
        printsJSON = list.has("--json")
    }

    private enum Change {
        case same
        case changed(norm: Double, relative: Double)
        case reshaped(String)
        case changedText
    }

    func run(_ output: inout Output) throws {
        let (old, new) = (try WeightFile(path: paths[0]), try WeightFile(path: paths[1]))
        let (oldNames, newNames) = (Set(old.names), Set(new.names))
        let added = newNames.subtracting(oldNames).sorted()
        let removed = oldNames.subtracting(newNames).sorted()
        let changes = try oldNames.intersection(newNames).sorted().map { name in
            (name: name, change: try Self.change(from: old.array(named: name), to: new.array(named: name)))
        }
        if printsJSON {
            output.json(
                .object([
                    ("added", .array(added.map(JSONValue.string))), ("removed", .array(removed.map(JSONValue.string))),
                    ("common", .array(changes.map { Self.json($0.name, $0.change) })),
                ]))
            return
        }
        for name in added { output.line("+ \(name)  \(try new.description(of: name))") }
        for name in removed { output.line("- \(name)  \(try old.description(of: name))") }
        var sameCount = 0
        var rows: [[String]] = []
        for (name, change) in changes {
            switch change {
            case .same: sameCount += 1
            case .changed(let norm, let relative): rows.append(["~", name, "\(Float(norm))", "\(Float(relative))"])
            case .reshaped(let words): rows.append(["!", name, words])
            case .changedText: rows.append(["~", name, "strings differ"])
            }
        }
        if rows.contains(where: { $0.count == 4 }) { rows.insert(["", "", "norm of change", "relative"], at: 0) }
        output.table(rows, indentation: 0)
        output.line(
            "\(added.count) added, \(removed.count) removed, \(changes.count - sameCount) changed, \(sameCount) equal")
    }

    private static func json(_ name: String, _ change: Change) -> JSONValue {
        switch change {
        case .same: .object([("name", .string(name)), ("change", .string("none"))])
        case .changed(let norm, let relative):
            .object([
                ("name", .string(name)), ("change", .string("values")), ("norm", .double(norm)),
                ("relative", .double(relative)),
            ])
        case .reshaped(let words):
            .object([("name", .string(name)), ("change", .string("type")), ("types", .string(words))])
        case .changedText: .object([("name", .string(name)), ("change", .string("strings"))])
        }
    }

    private static func change(from old: StoredArray, to new: StoredArray) -> Change {
        guard old.dtype == new.dtype, old.shape == new.shape else {
            return .reshaped("\(WeightFile.description(of: old)) became \(WeightFile.description(of: new))")
        }
        guard old != new else { return .same }
        guard let before = NDArray(old)?.doubles, let after = NDArray(new)?.doubles else { return .changedText }
        var (difference, size) = (0.0, 0.0)
        for (left, right) in zip(before, after) {
            difference += (right - left) * (right - left)
            size += left * left
        }
        return .changed(norm: difference.squareRoot(), relative: difference.squareRoot() / size.squareRoot())
    }
}
