/// What the program tells its caller when it ends. Source: BSD's sysexits(3).
enum ExitCode: Int32 {
    /// All went well.
    case success = 0
    /// The arguments are wrong.
    case usage = 64
    /// A file is damaged, or is not what it should be.
    case dataError = 65
    /// A file is missing or cannot be read.
    case noInput = 66
    /// Something that should not have happened.
    case software = 70
}
