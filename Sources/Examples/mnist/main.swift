import Adjoint

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Ends the program with one line on the standard error.
func fail(_ message: String, _ code: ExitCode) -> Never {
    fflush(nil)
    let line = "mnist: \(message)\n"
    _ = line.utf8.withContiguousStorageIfAvailable { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    exit(code.rawValue)
}

do {
    let words = Array(CommandLine.arguments.dropFirst())
    if words.first == "transfer" {
        let arguments = try TransferArguments(parsing: Array(words.dropFirst()))
        if arguments.showsHelp {
            print(TransferArguments.help)
        } else {
            try TransferCommand(arguments: arguments).run()
        }
        exit(ExitCode.success.rawValue)
    }
    let arguments = try Arguments(parsing: words)
    if arguments.showsHelp {
        print(Arguments.help)
        exit(ExitCode.success.rawValue)
    }
    let data = try MNIST(directory: arguments.dataDirectory, validationCount: arguments.validationCount)
    print(
        "\(arguments.architecture.summary(hiddenSizes: arguments.hiddenSizes)) \(arguments.activation.rawValue), trained "
            + "on \(data.train.count) images, validated on \(data.validation.count), tested on \(data.test.count)")
    let accuracy = try TrainingRun(arguments, data: data).run()
    print("test accuracy: " + Progress.fixed(accuracy))
} catch let error as UsageError {
    fail("\(error); --help lists the options", .usage)
} catch let error as SaveFailure {
    fail("\(error)", .cannotCreate)
} catch let error as RestoreError {
    fail("\(error)", .dataError)
} catch let error as FileError {
    fail("\(error)", .noInput)
} catch let error as MissingModel {
    fail("\(error)", .noInput)
} catch let error as MissingFile {
    fail("\(error)", .noInput)
} catch let error as FormatError {
    fail("\(error)", .dataError)
} catch {
    fail("\(error)", .software)
}
