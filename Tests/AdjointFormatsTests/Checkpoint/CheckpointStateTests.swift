import AdjointFormats
import FileTestSupport
import Testing

@Suite("Checkpoint state")
struct CheckpointStateTests {
    @Test("is read and written as TensorFlow writes it")
    func golden() throws {
        let text = try Fixture.bytes("checkpoint/checkpoint")
        let state = try CheckpointState(text: Bytes(text))
        #expect(state.modelCheckpointPath == "model.ckpt-20")
        #expect(state.allModelCheckpointPaths == ["model.ckpt-10", "model.ckpt-20"])
        #expect(state.allModelCheckpointTimestamps == [1_500_000_000.25, 1_500_000_010.5])
        #expect(Array(state.text.utf8) == text)
    }

    @Test("keeps paths of any characters")
    func characters() throws {
        let state = CheckpointState(
            modelCheckpointPath: "/a \"b\" 'c'\\d\nü\t", allModelCheckpointPaths: ["x"], lastPreservedTimestamp: 1.5)
        #expect(try CheckpointState(text: Bytes(Array(state.text.utf8))) == state)
    }

    @Test("is read in every way that the text format allows")
    func forms() throws {
        let text = """
            # comment: "no"
            unknown: 5; model_checkpoint_path : 'a\\x41\\101' "b" , all_model_checkpoint_paths:"c"
            """
        let state = try CheckpointState(text: Bytes(Array(text.utf8)))
        #expect(state.modelCheckpointPath == "aAAb")
        #expect(state.allModelCheckpointPaths == ["c"])
    }

    @Test(
        "throws where it is malformed",
        arguments: [
            "", "model_checkpoint_path", "model_checkpoint_path:", "model_checkpoint_path: \"a",
            "model_checkpoint_path: 5",
            "model_checkpoint_path: \"\\q\"", "model_checkpoint_path: \"\\400\"", "model_checkpoint_path: \"\\xff\"",
            "model_checkpoint_path: \"a\" }", "all_model_checkpoint_timestamps: x", ": 5",
        ])
    func malformed(text: String) {
        #expect(throws: FormatError.self) { try CheckpointState(text: Bytes(Array(text.utf8))) }
    }

    @Test("never traps on mutated text")
    func mutation() throws {
        try Damage.expectMutantsOnlyThrow([try Fixture.bytes("checkpoint/checkpoint")], count: 2000) {
            _ = try CheckpointState(text: $0)
        }
    }

    @Test("finds the latest checkpoint beside it, if it is still there")
    func latest() throws {
        let fileSystem = SimulatedFileSystem()
        #expect(try CheckpointState.latestCheckpoint(inDirectory: "dir", fileSystem: fileSystem) == nil)
        let state = CheckpointState(modelCheckpointPath: "m-1", allModelCheckpointPaths: ["m-1"])
        try state.write(directory: "dir", fileSystem: fileSystem)
        #expect(try CheckpointState.latestCheckpoint(inDirectory: "dir", fileSystem: fileSystem) == nil)
        try fileSystem.create("dir/m-1.index").close()
        #expect(try CheckpointState.latestCheckpoint(inDirectory: "dir", fileSystem: fileSystem) == "dir/m-1")
        let absolute = CheckpointState(modelCheckpointPath: "/x/m", allModelCheckpointPaths: [])
        try absolute.write(directory: "dir", fileSystem: fileSystem)
        try fileSystem.create("/x/m").close()
        #expect(try CheckpointState.latestCheckpoint(inDirectory: "dir", fileSystem: fileSystem) == "/x/m")
    }
}
