/// What stands behind the program's name: `inspect`, `run`, …
protocol Command {
    /// The word that calls it.
    static var name: String { get }
    /// One line for the list of commands.
    static var summary: String { get }
    /// The whole help text.
    static var help: String { get }

    /// Reads the arguments behind the command's name.
    init(arguments: ArraySlice<String>) throws(UsageError)

    /// Does it, printing through `output`.
    func run(_ output: inout Output) throws
}

/// The commands.
enum Commands {
    static var all: [any Command.Type] {
        [
            InspectCommand.self, RunCommand.self, GraphCommand.self, PlanCommand.self, DiffCommand.self,
            VerifyCommand.self,
            ConvertCommand.self,
        ]
    }

    static var help: String {
        let width = all.map { $0.name.count }.max() ?? 0
        let rows = all.map { command in
            "  " + command.name + String(repeating: " ", count: width - command.name.count + 2) + command.summary
        }
        return """
            usage: adjoint COMMAND [ARGUMENT …]

            Looks into TensorFlow 1 models and checkpoints, and runs them.

            commands:
            \(rows.joined(separator: "\n"))

            adjoint COMMAND --help tells what a command takes. Exit codes: 64 for wrong arguments, 65 for files that are
            damaged or do not fit, 66 for files that are missing, 70 for a run that failed, 73 for a file that cannot be
            written.
            """
    }
}
