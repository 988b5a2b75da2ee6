import Adjoint

/// Reads every byte of a checkpoint and checks it against the stored checksums.
struct VerifyCommand: Command {
    static let name = "verify"
    static let summary = "checks every checksum of a checkpoint"
    static let help = """
        usage: adjoint verify PREFIX [--json]

        Reads every tensor of the checkpoint PREFIX (PREFIX.index with its data files, or a single file of the first
        format) and compares its bytes with the checksum that was stored with it. Every tensor that is damaged is
        listed.

        options:
          --json    print one JSON object
          --help    print this

        Exit codes: 0 if all is well, 65 if something is damaged, 66 if there is no such checkpoint, or a data file of
        it is missing.
        """

    private let prefix: String
    private let printsJSON: Bool

    init(arguments: ArraySlice<String>) throws(UsageError) {
        let list = try ArgumentList(arguments, options: [:], flags: ["--json"])
        prefix = try list.operands("PREFIX")[0]
        printsJSON = list.has("--json")
    }

    func run(_ output: inout Output) throws {
        let checkpoint = try Checkpoint.open(NamedFile.checkpoint(prefix))
        var faults: [(name: String, reason: String)] = []
        var missing: [FileError] = []
        var byteCount = 0
        for tensor in checkpoint.tensors {
            do {
                byteCount += try checkpoint.array(tensor).bytes.count
            } catch let error as FileError {
                if !missing.contains(error) { missing.append(error) }
            } catch {
                faults.append((tensor.name, "\(error)"))
            }
        }
        if printsJSON {
            output.json(
                .object([
                    ("tensors", .int(checkpoint.tensors.count)), ("bytes", .int(byteCount)),
                    (
                        "damaged",
                        .array(faults.map { .object([("name", .string($0.name)), ("reason", .string($0.reason))]) })
                    ), ("missing", .array(missing.map { .string($0.path) })),
                ]))
        } else if faults.isEmpty, missing.isEmpty {
            output.line(
                "\(Words.count(checkpoint.tensors.count, "tensor")), \(Words.bytes(byteCount)): all checksums match")
        } else {
            for fault in faults { output.line("\(fault.name): \(fault.reason)") }
        }
        guard faults.isEmpty else {
            throw CommandFailure(
                .dataError, "\(faults.count) of \(Words.count(checkpoint.tensors.count, "tensor")) are damaged")
        }
        guard missing.isEmpty else {
            throw CommandFailure(.noInput, missing.map(\.description).joined(separator: "; "))
        }
    }
}
