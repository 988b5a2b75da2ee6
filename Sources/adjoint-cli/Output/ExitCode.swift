/// What the program tells its caller when it ends. Source: BSD's sysexits(3).
enum ExitCode: Int32 {
    /// All went well.
    case success = 0
    /// The arguments are wrong.
    case usage = 64
    /// A file is damaged, is not what it should be, or does not fit the model.
    case dataError = 65
    /// A file is missing or cannot be read.
    case noInput = 66
    /// A run failed.
    case software = 70
    /// A file cannot be written.
    case cannotCreate = 73
    /// A device failed while reading or writing.
    case ioError = 74
}
