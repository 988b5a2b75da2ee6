import Adjoint

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

let result = CommandLineProgram.run(Array(CommandLine.arguments.dropFirst()))
func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
        let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 else { break }
        bytes = bytes.dropFirst(count)
    }
}
write(result.output, to: STDOUT_FILENO)
if let message = result.error { write("adjoint: \(message)\n", to: STDERR_FILENO) }
exit(result.code.rawValue)
