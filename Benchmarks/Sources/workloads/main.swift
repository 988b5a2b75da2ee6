import Adjoint

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Ends the program with one line on the standard error.
func fail(_ message: String, code: Int32) -> Never {
    let line = "workloads: \(message)\n"
    _ = line.utf8.withContiguousStorageIfAvailable { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    exit(code)
}

do {
    let arguments = try Arguments(parsing: Array(CommandLine.arguments.dropFirst()))
    if arguments.showsHelp {
        print(Arguments.help)
        exit(0)
    }
    let options = SessionOptions(threadCount: arguments.threadCount)
    for entry in try Catalogue.entries(named: arguments.names) {
        let measurement = try Measurement(
            entry.name, unit: entry.unit, entry.prepare(options), seconds: arguments.seconds)
        print(measurement.json)
        fflush(nil)
    }
} catch let error as UsageError {
    fail("\(error)", code: 64)
} catch {
    fail("\(error)", code: 70)
}
