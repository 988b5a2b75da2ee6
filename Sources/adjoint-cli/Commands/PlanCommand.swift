import Adjoint

/// Tells what restoring a checkpoint would do, without doing it.
struct PlanCommand: Command {
    static let name = "plan"
    static let summary = "tells what restoring a checkpoint into a model would do"
    static let help = """
        usage: adjoint plan MODEL.meta --checkpoint PREFIX [--scope REGEX] [--json]

        Lists the variables that a checkpoint would give values, those it lacks, those of another shape or type, and what
        in it nothing uses. Only the checkpoint's index is read.

        options:
          --checkpoint PREFIX    the checkpoint
          --scope REGEX          only variables whose names begin with a match, as Python's re.match decides
          --json                 print one JSON object
          --help                 print this

        Exit codes: 0 if every variable would get a value, 65 if not.
        """

    private let model: String
    private let checkpoint: String
    private let scope: String?
    private let printsJSON: Bool

    init(arguments: ArraySlice<String>) throws(UsageError) {
        let list = try ArgumentList(
            arguments,
            options: ["--checkpoint": "the prefix of a checkpoint", "--scope": "a regular expression"],
            flags: ["--json"])
        model = try list.operands("MODEL.meta")[0]
        guard let checkpoint = try list.one("--checkpoint") else { throw UsageError("--checkpoint is missing") }
        self.checkpoint = checkpoint
        scope = try list.one("--scope")
        printsJSON = list.has("--json")
    }

    func run(_ output: inout Output) throws {
        let file = try ModelFile(path: model)
        let checkpoint = try NamedFile.checkpoint(checkpoint)
        let graph = try file.graph()
        let plan: RestorePlan
        do {
            plan =
                try scope.map { try Saver(graph, in: $0).plan(for: checkpoint) }
                ?? ModelVariables(of: graph, saver: file.metaGraph.saver).plan(for: checkpoint)
        } catch let error as GraphError {
            throw CommandFailure(.dataError, "\(error)")
        }
        if printsJSON {
            output.json(Self.json(plan))
        } else {
            for line in plan.description.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
                output.line(String(line))
            }
        }
        guard plan.isComplete else {
            let count = plan.missing.count + plan.mismatched.count
            throw CommandFailure(.dataError, "\(checkpoint): \(Words.count(count, "variable")) would get no value")
        }
    }

    private static func json(_ plan: RestorePlan) -> JSONValue {
        .object([
            ("checkpoint", .string(plan.prefix)), ("bytes", .int(plan.byteCount)),
            (
                "restored",
                .array(
                    plan.restored.map { entry in
                        .object([
                            ("variable", .string(entry.variable)), ("tensor", .string(entry.source)),
                            ("dtype", .string(entry.dtype.name)), ("shape", .array(entry.shape.map(JSONValue.int))),
                            ("bytes", .int(entry.byteCount)),
                        ])
                    })
            ),
            (
                "missing",
                .array(
                    plan.missing.map { entry in
                        .object([
                            ("variable", .string(entry.variable)), ("tensor", .string(entry.source)),
                            ("nearest", .array(entry.nearest.map(JSONValue.string))),
                        ])
                    })
            ),
            (
                "mismatched",
                .array(
                    plan.mismatched.map { entry in
                        .object([
                            ("variable", .string(entry.variable)), ("tensor", .string(entry.source)),
                            ("expected", .string(entry.expected)), ("found", .string(entry.found)),
                            ("nearest", .array(entry.nearest.map(JSONValue.string))),
                        ])
                    })
            ),
            ("left_alone", .array(plan.leftAlone.map(JSONValue.string))),
            ("unused", .array(plan.unused.map { .string($0.name) })),
            ("warnings", .array(plan.warnings.map(JSONValue.string))),
        ])
    }
}
