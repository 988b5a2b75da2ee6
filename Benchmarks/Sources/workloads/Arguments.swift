/// What the command line asks for.
struct Arguments {
    /// The workloads to run; empty for all.
    var names: [String] = []
    /// How long each is measured.
    var seconds = 4.0
    /// Threads to compute with; `nil` for all there are.
    var threadCount: Int?
    /// Whether the help text is to be printed instead.
    var showsHelp = false

    static let help = """
        usage: workloads [--only NAME …] [--seconds S] [--threads N]

        Runs the reference workloads and prints a line of JSON for each: the median and the minimum of the times of
        single steps, and for training the loss of the first batch after 50 steps.

          --only NAME …   these workloads only
          --seconds S     measuring time for each (4)
          --threads N     threads to compute with (all that the process may use)
        """

    /// Reads the arguments, those after the program's name.
    init(parsing arguments: [String]) throws(UsageError) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--help", "-h": showsHelp = true
            case "--only":
                while let name = rest.first, !name.hasPrefix("--") {
                    names.append(name)
                    rest.removeFirst()
                }
                if names.isEmpty { throw UsageError("--only needs the names of workloads") }
            case "--seconds":
                guard let value = rest.popFirst(), let seconds = Double(value), seconds > 0, seconds < 1e6 else {
                    throw UsageError("--seconds needs a number greater than 0")
                }
                self.seconds = seconds
            case "--threads":
                guard let value = rest.popFirst(), let count = Int(value), (1...1024).contains(count) else {
                    throw UsageError("--threads needs a whole number from 1 to 1024")
                }
                threadCount = count
            default: throw UsageError("unexpected argument '\(argument)'")
            }
        }
    }
}

/// An argument that is wrong, in one line.
struct UsageError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
