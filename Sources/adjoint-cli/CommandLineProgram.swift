import Adjoint

/// The program from its arguments to what it prints and returns.
enum CommandLineProgram {
    /// What a call came to.
    struct Result {
        /// What goes to the standard output.
        var output = ""
        /// One line for the standard error, if something is wrong.
        var error: String?
        var code = ExitCode.success
    }

    /// Runs a command.
    static func run(_ arguments: [String]) -> Result {
        guard let word = arguments.first else {
            return Result(error: "a command is missing; --help lists them", code: .usage)
        }
        if ["--help", "-h", "help"].contains(word) { return Result(output: Commands.help + "\n") }
        guard let command = Commands.all.first(where: { $0.name == word }) else {
            return Result(error: "there is no command '\(word)'; --help lists them", code: .usage)
        }
        let rest = arguments.dropFirst()
        if rest.contains("--help") || rest.contains("-h") { return Result(output: command.help + "\n") }
        var output = Output()
        func failed(_ error: any Error, _ code: ExitCode) -> Result {
            Result(output: output.text, error: oneLine("\(error)"), code: code)
        }
        do {
            try command.init(arguments: rest).run(&output)
            return Result(output: output.text)
        } catch let error as UsageError {
            return Result(error: "\(error); adjoint \(word) --help tells more", code: .usage)
        } catch let error as CommandFailure {
            return failed(error, error.code)
        } catch let error as FileError {
            return failed(error, .noInput)
        } catch let error as FormatError {
            return failed(error, .dataError)
        } catch let error as RestoreError {
            return failed(error, .dataError)
        } catch {
            return failed(error, .software)
        }
    }

    /// A message without its line breaks.
    private static func oneLine(_ message: String) -> String {
        message.split(separator: "\n").map { line in
            var line = line
            while line.first == " " { line.removeFirst() }
            return String(line)
        }.joined(separator: "; ")
    }
}
