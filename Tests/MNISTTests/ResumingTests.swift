import Adjoint
import FileTestSupport
import Foundation
import Testing

@testable import mnist

@Suite("Resuming of the mnist example")
struct ResumingTests {
    private func run(_ arguments: String...) throws -> Double {
        let common = ["--hidden", "6", "--batch-size", "40", "--validation", "4300", "--threads", "1"]
        let arguments = try Arguments(parsing: common + arguments)
        let data = try MNIST(directory: nil, validationCount: arguments.validationCount)
        return try TrainingRun(arguments, data: data).run()
    }

    /// The bytes of every tensor of a checkpoint.
    private func contents(_ prefix: String) throws -> [String: Bytes] {
        let reader = try Checkpoint.open(prefix)
        return try Dictionary(
            uniqueKeysWithValues: reader.tensors.filter { $0.dtype != .string }.map {
                ($0.name, try reader.bytes(of: $0.name))
            }
        ).filter { $0.key != "_adjoint/random/session_seed" }
    }

    @Test("a run that was interrupted goes on bit by bit, and the last five models stay")
    func resuming() throws {
        try withTemporaryDirectory { directory in
            let (whole, parts) = (directory + "/whole", directory + "/parts")
            let accuracy = try run("--output", whole, "--epochs", "7")
            _ = try run("--output", parts, "--epochs", "3")
            #expect(try run("--output", parts, "--epochs", "7", "--resume") == accuracy)
            #expect(try contents(parts + "/mnist.ckpt-7") == contents(whole + "/mnist.ckpt-7"))
            let names = try FileManager.default.contentsOfDirectory(atPath: parts).sorted()
            #expect(
                names
                    == (["checkpoint"]
                        + (3...7).flatMap { epoch in
                            ["data-00000-of-00001", "index", "meta"].map { "mnist.ckpt-\(epoch).\($0)" }
                        }))
            // Nothing is left to do.
            #expect(try run("--output", parts, "--epochs", "7", "--resume") == accuracy)
            #expect(throws: UsageError.self) { try run("--output", parts, "--resume", "--batch-size", "39") }
            #expect(throws: RestoreError.self) { try run("--output", parts, "--resume", "--hidden", "7") }
            #expect(throws: MissingModel.self) { try run("--output", directory + "/none", "--resume") }
            #expect(throws: SaveFailure.self) { try run("--output", parts + "/checkpoint/below", "--epochs", "1") }
        }
    }
}
