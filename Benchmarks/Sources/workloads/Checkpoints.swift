import Adjoint
import Foundation

/// Saving and restoring 64 variables of 4 MB each.
enum Checkpoints {
    /// A checkpoint without waiting for the disk, as TensorFlow saves; or durable.
    static func save(_ options: SessionOptions, durable: Bool) throws -> Measurable {
        let (session, saver) = try model(options)
        let prefix = try directory() + "/m.ckpt"
        return Measurable { _ in
            try saver.save(session, to: prefix, writesMetaGraph: false, durable: durable)
        }
    }

    /// All of a checkpoint, into variables that have values.
    static func restore(_ options: SessionOptions) throws -> Measurable {
        let (session, saver) = try model(options)
        let prefix = try directory() + "/m.ckpt"
        try saver.save(session, to: prefix, writesMetaGraph: false, durable: false)
        return Measurable { _ in try saver.restore(session, from: prefix) }
    }

    /// The same bytes written to a new file in large pieces and synchronized: what the durable save is measured by.
    static func rawWrite() throws -> Measurable {
        let path = try directory() + "/raw"
        let bytes = (0..<4 << 20).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 16) }
        return Measurable { _ in
            let file = try POSIXFileSystem.posix.create(path)
            for _ in 0..<64 { try file.write(bytes) }
            try file.synchronize()
            try file.close()
            try POSIXFileSystem.posix.remove(path)
        }
    }

    private static func model(_ options: SessionOptions) throws -> (Session, Saver) {
        let graph = Graph(seed: 1)
        for index in 0..<64 { _ = graph.getVariable("v\(index)", shape: [1024, 1024]) }
        let saver = Saver(graph)
        let session = try Session(graph, options: options)
        try session.initializeVariables()
        return (session, saver)
    }

    /// A directory that goes when the program ends.
    private static func directory() throws -> String {
        let directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("adjoint-workloads-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        atexit {
            let directory = FileManager.default.temporaryDirectory
                .appendingPathComponent("adjoint-workloads-\(ProcessInfo.processInfo.processIdentifier)")
            try? FileManager.default.removeItem(at: directory)
        }
        return directory.path
    }
}
