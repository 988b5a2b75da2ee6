/// A command cannot go on: why, and what to tell the caller.
struct CommandFailure: Error, CustomStringConvertible {
    /// What the program ends with.
    let code: ExitCode
    /// One line that says what is wrong.
    let description: String

    init(_ code: ExitCode, _ description: String) {
        self.code = code
        self.description = description
    }
}
