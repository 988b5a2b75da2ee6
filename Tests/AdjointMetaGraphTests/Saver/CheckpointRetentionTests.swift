import Adjoint
import FileTestSupport
import Testing

/// Which checkpoints stay.
@Suite struct CheckpointRetentionTests {
    private let files = SimulatedFileSystem()
    private let graph = Graph()
    private let session: Session

    init() throws {
        _ = graph.variable(Float(0), name: "v")
        session = try Session(graph)
        try session.initializeVariables()
    }

    private func save(
        _ steps: some Sequence<Int>, to path: String = "dir/m", _ configure: (inout Saver) -> Void = { _ in }
    )
        throws
    {
        // A new saver for each, as after a restart.
        for step in steps {
            var saver = Saver(graph)
            configure(&saver)
            try saver.save(session, to: path, globalStep: step, fileSystem: files)
        }
    }

    private func steps(of path: String = "dir/m") -> [Int] {
        files.paths.compactMap { name in
            name.hasPrefix(path + "-") && name.hasSuffix(".index")
                ? Int(name.dropFirst(path.count + 1).dropLast(6)) : nil
        }.sorted()
    }

    private func create(_ path: String) throws { try files.create(path).close() }

    @Test func theLastFiveStayAcrossRestarts() throws {
        try save(1...8)
        #expect(steps() == [4, 5, 6, 7, 8])
        #expect(!files.paths.contains { $0.contains("m-3.") })
        let state = try #require(try CheckpointState(directory: "dir", fileSystem: files))
        #expect(state.allModelCheckpointPaths == (4...8).map { "m-\($0)" })
        #expect(state.modelCheckpointPath == "m-8")
        try save([9]) { $0.maxToKeep = 2 }
        #expect(steps() == [8, 9])
        try save(10...20) { $0.maxToKeep = 0 }
        #expect(steps() == Array(8...20))
    }

    @Test func savingAStepAgainMakesItTheLatest() throws {
        try save([1, 2, 1])
        let state = try #require(try CheckpointState(directory: "dir", fileSystem: files))
        #expect(state.allModelCheckpointPaths == ["m-2", "m-1"])
    }

    @Test func whatNoSaverHereWroteStays() throws {
        // Another program's checkpoints of the same name, listed in its state file, and files that look like ours.
        for name in ["m-1.index", "m-1.data-00000-of-00001", "m-1.meta", "m-100.notes", "m-best.index"] {
            try create("dir/" + name)
        }
        let foreign = CheckpointState(modelCheckpointPath: "m-1", allModelCheckpointPaths: ["m-1"])
        try foreign.write(directory: "dir", fileSystem: files)
        try save(100...110)
        #expect(steps() == [1] + Array(106...110))
        #expect(files.paths.contains("dir/m-100.notes") && files.paths.contains("dir/m-best.index"))
        let state = try #require(try CheckpointState(directory: "dir", fileSystem: files))
        #expect(state.allModelCheckpointPaths.first == "m-1")
    }

    @Test func otherPathsInTheDirectoryHaveTheirOwnCount() throws {
        try save(1...6)
        try save(1...6, to: "dir/best")
        try save(7...8)
        #expect(steps() == [4, 5, 6, 7, 8])
        #expect(steps(of: "dir/best") == [2, 3, 4, 5, 6])
        #expect(try Saver.latestCheckpoint(in: "dir", fileSystem: files) == "dir/m-8")
    }

    @Test func oneInSoManyHoursStays() throws {
        try save(1...3) { $0.maxToKeep = 2 }
        #expect(steps() == [2, 3])
        // As if the saves had been hours ago, the last one kept for good long before.
        var state = try #require(try CheckpointState(directory: "dir", fileSystem: files))
        state.allModelCheckpointTimestamps = [10_000, 10_100]
        state.lastPreservedTimestamp = 1000
        try state.write(directory: "dir", fileSystem: files)
        try save(4...6) {
            $0.maxToKeep = 2
            $0.keepEveryHours = 1
        }
        // 2 came more than an hour after the last one kept for good, 3 did not come an hour after 2; 4 did.
        #expect(steps().contains(2) && !steps().contains(3))
        try save(7...9) { $0.maxToKeep = 1 }
        #expect(steps().contains(2) && steps().contains(9))
    }

    @Test func aDamagedStateFileKeepsNobodyFromSaving() throws {
        let file = try files.create("dir/checkpoint")
        try file.write(Array("model_checkpoint_path: oops".utf8))
        try file.close()
        try save([1])
        #expect(try Saver.latestCheckpoint(in: "dir", fileSystem: files) == "dir/m-1")
    }

    @Test func aCrashAnywhereLeavesTheLatestCheckpointWhole() throws {
        let weight = graph.globalVariables[0]
        var saver = Saver(graph)
        saver.maxToKeep = 2
        func prepared() throws -> SimulatedFileSystem {
            let disk = SimulatedFileSystem()
            for step in 1...3 {
                try session.assign(NDArray(Float(step)), to: weight)
                try saver.save(session, to: "dir/m", globalStep: step, fileSystem: disk)
            }
            return disk
        }
        let reference = try prepared()
        reference.fail(at: .max, .crash)
        try session.assign(NDArray(Float(4)), to: weight)
        try saver.save(session, to: "dir/m", globalStep: 4, fileSystem: reference)
        let operations = reference.operationCount
        #expect(operations > 15)
        for failing in 0..<operations {
            for failure in [SimulatedFileSystem.Failure.once, .crash] {
                let disk = try prepared()
                try session.assign(NDArray(Float(4)), to: weight)
                disk.fail(at: failing, failure)
                let isDone = (try? saver.save(session, to: "dir/m", globalStep: 4, fileSystem: disk)) != nil
                for after in [disk.afterKill()] + (0..<4).map({ disk.afterPowerFailure(seed: $0) }) {
                    let latest = try #require(try Saver.latestCheckpoint(in: "dir", fileSystem: after))
                    let restored = try Session(graph)
                    let plan = try saver.restore(restored, from: latest, fileSystem: after)
                    let value = try restored.value(of: weight).scalar(as: Float.self)
                    #expect(latest == "dir/m-\(Int(value))" && (value == 4 || value == 3 && !isDone), "\(failing)")
                    #expect(plan.randomStreamCount != nil)
                    // And the next save works, whatever the crash left.
                    after.fail(at: .max, .crash)
                    try saver.save(session, to: "dir/m", globalStep: 5, fileSystem: after)
                    #expect(try Saver.latestCheckpoint(in: "dir", fileSystem: after) == "dir/m-5")
                }
            }
        }
    }
}
