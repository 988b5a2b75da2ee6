import Adjoint
import FileTestSupport
import Foundation
import Testing

@testable import adjoint_cli

/// The command from its arguments to its exit code, on models made here.
@Suite struct CommandTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func path(_ name: String) -> String { directory.path + "/" + name }

    /// y = x·w + b with a training step that counts, written as a .meta file and a checkpoint.
    private func makeModel() throws {
        let graph = Graph()
        let x = graph.placeholder(.float32, shape: [nil, 2], name: "X")
        let scale = graph.placeholder(default: Float(1), name: "scale")
        let weights = graph.variable(
            graph.constant(NDArray([1, 2, 3, 4, 5, 6] as [Float], dimensions: [2, 3])), name: "w")
        let step = graph.variable(graph.constant(Int64(0)), isTrainable: false, name: "step")
        _ = (x.multiplied(byMatrix: weights.value) * scale).identity(name: "layer/y")
        _ = step.assignAdd(Int64(1), name: "train")
        try Data(graph.metaGraph().serialized()).write(to: URL(filePath: path("model.meta")))
        let doubled: [Float] = [2, 4, 6, 8, 10, 12]
        try WeightFile.write(
            [
                ("step", StoredArray(NDArray(Int64(7)))),
                ("w", StoredArray(NDArray(doubled, dimensions: [2, 3]))),
            ], to: path("model.ckpt"))
    }

    private func run(_ arguments: String...) -> CommandLineProgram.Result { CommandLineProgram.run(arguments) }

    @Test func runRestoresFeedsTrainsAndWrites() throws {
        try makeModel()
        try NPZ.write(
            [("X", StoredArray(NDArray([1, 1] as [Double], dimensions: [1, 2])))], to: path("feeds.npz"))
        let result = run(
            "run", path("model.meta"), "--checkpoint", path("model.ckpt"), "--feeds", path("feeds.npz"), "--feed",
            "scale=0.5", "--fetch", "layer/y", "--fetch", "step:0", "--target", "train", "--repeat", "3", "--output",
            path("out.npz"), "--save", path("saved"))
        #expect(result.error == nil)
        #expect(result.code == .success)
        let output = try NPZ(contentsOf: path("out.npz"))
        #expect(output.names == ["layer/y:0", "step:0"])
        #expect(try NDArray(output.array(named: "layer/y:0"))?.scalars(as: Float.self) == [5, 7, 9])
        #expect(try NDArray(output.array(named: "step:0"))?.scalar(as: Int64.self) == 10)
        let saved = try Checkpoint.open(path("saved"))
        #expect(saved.tensors.map(\.name).filter { !$0.hasPrefix("_adjoint/") } == ["step", "w"])
        #expect(run("verify", path("saved")).output.hasSuffix(": all checksums match\n"))
    }

    @Test func withoutACheckpointVariablesStartAtTheirInitialValues() throws {
        try makeModel()
        let result = run("run", path("model.meta"), "--fetch", "w:0", "--json")
        #expect(
            result.output
                == "{\"w:0\": {\"dtype\": \"float32\", \"shape\": [2, 3], \"values\": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]}}\n"
        )
    }

    @Test func aVariableThatTheCheckpointLacksMattersOnlyWhereItIsNeeded() throws {
        try makeModel()
        try WeightFile.write([("step", StoredArray(NDArray(Int64(7))))], to: path("part"))
        let arguments = ["run", path("model.meta"), "--checkpoint", path("part")]
        #expect(CommandLineProgram.run(arguments + ["--fetch", "step"]).output == "step:0  int64 []  7\n")
        let failed = CommandLineProgram.run(arguments + ["--fetch", "w"])
        #expect(failed.code == .software)
        #expect(failed.error?.contains("'w'") == true)
    }

    @Test func mistakesHaveOneLineAndTheirOwnExitCode() throws {
        try makeModel()
        try Data("no graph".utf8).write(to: URL(filePath: path("damaged.meta")))
        let model = path("model.meta")
        let cases: [([String], ExitCode)] = [
            ([], .usage), (["fly"], .usage), (["inspect"], .usage), (["inspect", "a", "b"], .usage),
            (["run", model, "--fetch", "nothing"], .usage), (["run", model, "--feed", "X"], .usage),
            (["run", model, "--feed", "scale=much", "--fetch", "layer/y"], .usage),
            (["run", model, "--repeat", "often"], .usage), (["run", path("missing.meta")], .noInput),
            (["inspect", path("missing")], .noInput), (["inspect", path("damaged.meta")], .dataError),
            (["run", model, "--checkpoint", path("missing")], .noInput),
            (["run", model, "--fetch", "layer/y"], .software), (["graph", model, "--format", "png"], .usage),
            (["convert", path("model.ckpt"), path("no/such/place.npz")], .cannotCreate),
        ]
        for (arguments, code) in cases {
            let result = CommandLineProgram.run(arguments)
            #expect(result.code == code, "\(arguments): \(result.error ?? "")")
            #expect(result.error?.isEmpty == false, "\(arguments)")
            #expect(result.error?.contains("\n") == false, "\(arguments)")
        }
    }

    @Test func modelsInTextRunAsOthers() throws {
        try makeModel()
        #expect(run("convert", path("model.meta"), path("model.pbtxt")).error == nil)
        let arguments = ["--checkpoint", path("model.ckpt"), "--fetch", "w", "--json"]
        let fromText = CommandLineProgram.run(["run", path("model.pbtxt")] + arguments)
        #expect(fromText.error == nil)
        #expect(fromText.output == CommandLineProgram.run(["run", path("model.meta")] + arguments).output)
        try Data("graph_def { nodes { } }".utf8).write(to: URL(filePath: path("wrong.pbtxt")))
        #expect(run("inspect", path("wrong.pbtxt")).code == .dataError)
    }

    @Test func planTellsWhatTheCheckpointLacks() throws {
        try makeModel()
        try WeightFile.write([("step", StoredArray(NDArray(Int64(7))))], to: path("part"))
        #expect(run("plan", path("model.meta"), "--checkpoint", path("model.ckpt")).code == .success)
        let plan = run("plan", path("model.meta"), "--checkpoint", path("part"), "--json")
        #expect(plan.code == .dataError)
        #expect(plan.output.contains("\"missing\": [{\"variable\": \"w\""))
        #expect(run("plan", path("model.meta"), "--checkpoint", path("part"), "--scope", "st").code == .success)
    }

    @Test func everyCommandHasHelp() {
        for command in Commands.all {
            let result = run(command.name, "--help")
            #expect(result.code == .success)
            #expect(result.output.hasPrefix("usage: adjoint \(command.name) "))
            #expect(Commands.help.contains(command.summary))
        }
    }

    @Test func convertKeepsEveryByte() throws {
        try makeModel()
        for ending in [".npz", ".safetensors", ".ckpt"] {
            #expect(run("convert", path("model.ckpt"), path("copy" + ending)).error == nil)
            #expect(run("convert", path("copy" + ending), path("again")).error == nil)
            #expect(run("diff", path("model.ckpt"), path("again")).output == "0 added, 0 removed, 0 changed, 2 equal\n")
        }
    }

    @Test func diffMeasuresTheChange() throws {
        func weights(_ values: [Float]) -> StoredArray { StoredArray(NDArray(values)) }
        try WeightFile.write([("a", weights([3, 4])), ("b", weights([1])), ("c", weights([1]))], to: path("old.npz"))
        try WeightFile.write([("a", weights([3, 9])), ("b", weights([1])), ("d", weights([1]))], to: path("new.npz"))
        let result = run("diff", path("old.npz"), path("new.npz"), "--json")
        #expect(
            result.output == """
                {"added": ["d"], "removed": ["c"], "common": [{"name": "a", "change": "values", "norm": 5.0, \
                "relative": 1.0}, {"name": "b", "change": "none"}]}

                """)
    }

    @Test("a checkpoint may be named by its files or its directory, a model by its prefix or directory")
    func namesOfFiles() throws {
        try makeModel()
        for name in ["model.ckpt", "model.ckpt.index", "model.ckpt.data-00000-of-00001", ""] {
            #expect(run("verify", path(name)).code == .success, "\(name)")
            #expect(run("diff", path("model.ckpt"), path(name)).code == .success, "\(name)")
            #expect(run("plan", path("model.meta"), "--checkpoint", path(name)).code == .success, "\(name)")
        }
        for name in ["model.meta", "model", ""] { #expect(run("graph", path(name)).code == .success, "\(name)") }
        let nothing = run("plan", path("model"), "--checkpoint", path("other"))
        #expect(nothing.code == .noInput && nothing.error!.contains("neither"))
        #expect(run("graph", path("other")).code == .noInput)
        #expect(run("convert", path("model"), path("copy.pbtxt")).code == .success)
        #expect(run("graph", path("copy.pbtxt")).output == run("graph", path("model")).output)
        _ = run("convert", path("model.ckpt"), path("second.ckpt"))
        let several = run("verify", path(""))
        #expect(several.code == .noInput && several.error!.contains("model.ckpt, second.ckpt"))
        try Data("root:x:0".utf8).write(to: URL(filePath: path("text")))
        #expect(run("inspect", path("text")).error!.contains("neither a graph nor a checkpoint"))
    }

    @Test func verifySaysThatADataFileIsMissing() throws {
        try makeModel()
        try FileManager.default.removeItem(atPath: path("model.ckpt.data-00000-of-00001"))
        let result = run("verify", path("model.ckpt"))
        #expect(result.code == .noInput && result.error!.contains("model.ckpt.data-00000-of-00001: cannot open"))
        #expect(run("verify", path("model.ckpt"), "--json").output.contains("\"missing\": [\""))
    }

    @Test func verifyNamesWhatIsDamaged() throws {
        try makeModel()
        let data = URL(filePath: path("model.ckpt.data-00000-of-00001"))
        var bytes = try Data(contentsOf: data)
        bytes[bytes.count - 1] ^= 1
        try bytes.write(to: data)
        let result = run("verify", path("model.ckpt"))
        #expect(result.code == .dataError)
        #expect(result.output.hasPrefix("w: "))
    }

    @Test func inspectTellsModelsCheckpointsAndDirectories() throws {
        try makeModel()
        let model = run("inspect", path("model.meta")).output
        #expect(model.contains("X:0") && model.contains("[?, 2]") && model.contains("ops: "))
        #expect(model.contains("trainable_variables"))
        #expect(run("inspect", path("model.ckpt")).output.contains("2 tensors, 32 bytes"))
        let folder = run("inspect", directory.path).output
        #expect(folder.contains("1 checkpoint, 1 model"))
        #expect(run("graph", path("model.meta"), "--format", "dot").output.contains("\"X\" -> \"MatMul\""))
    }
}
