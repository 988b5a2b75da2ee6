import Adjoint
import Foundation

// Kills a program that saves, over and over, and checks that the latest checkpoint always loads and is wholly one save's.
//
//     swift run crash [ROUNDS]         200 by default
//     swift run crash --save DIR       what is killed: saves step after step, and prints the number of each that is done

/// Variables that all hold the number of the step, and a random stream that has been drawn from as often.
struct Model {
    let graph = Graph(seed: 9)
    let variables: [Variable]
    let step: Variable
    let random: Tensor
    let saver: Saver

    init() {
        let graph = graph
        variables = (0..<8).map { graph.variable([Float](repeating: 0, count: 2000), name: "v\($0)") }
        step = graph.variable(Int64(0), isTrainable: false, name: "global_step")
        random = graph.randomUniform(shape: [4], seed: 3)
        var saver = Saver(graph)
        saver.maxToKeep = 2
        self.saver = saver
    }

    /// Goes on from the latest checkpoint in a directory, or begins.
    func session(in directory: String) throws -> Session {
        let session = try Session(graph)
        try session.initializeVariables()
        if let latest = try Saver.latestCheckpoint(in: directory) { try saver.restore(session, from: latest) }
        return session
    }

    /// The step that a session stands at.
    ///
    /// - Throws: `Mixture` where its variables and its random stream are not all of one step.
    func checkedStep(of session: Session) throws -> Int {
        let step = try session.value(of: self.step).scalar(as: Int64.self)
        for variable in variables {
            let values = try session.value(of: variable).scalars(as: Float.self)
            guard values.allSatisfy({ $0 == Float(step) }) else { throw Mixture(detail: variable.name) }
        }
        let reference = try Session(graph)
        for _ in 0..<step { _ = try reference.run(random) }
        guard try session.run(random) == reference.run(random) else { throw Mixture(detail: "the random stream") }
        return Int(step)
    }
}

struct Mixture: Error { let detail: String }

func save(_ directory: String) throws -> Never {
    let model = Model()
    let session = try model.session(in: directory)
    var step = Int(try session.value(of: model.step).scalar(as: Int64.self))
    while true {
        step += 1
        for variable in model.variables {
            try session.assign(NDArray([Float](repeating: Float(step), count: 2000)), to: variable)
        }
        try session.assign(NDArray(Int64(step)), to: model.step)
        _ = try session.run(model.random)
        // Under names of their own in some runs, in the place of the one before in others.
        let isNumbered = step / 20 % 2 == 0
        try model.saver.save(
            session, to: directory + "/m.ckpt", globalStep: isNumbered ? step : nil, durable: step % 2 == 0)
        print(step)
        fflush(nil)
    }
}

func killAndCheck(rounds: Int) throws {
    let directory = FileManager.default.temporaryDirectory
        .appendingPathComponent("adjoint-crash-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let model = Model()
    var reached = 0
    for round in 1...rounds {
        let child = Process()
        child.executableURL = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
        child.arguments = ["--save", directory.path]
        let output = Pipe()
        child.standardOutput = output
        try child.run()
        // Once it has begun to save, it is killed at any moment of the saves that follow.
        var reported = output.fileHandleForReading.availableData
        usleep(UInt32.random(in: 0...60_000))
        kill(child.processIdentifier, SIGKILL)
        child.waitUntilExit()
        reported += output.fileHandleForReading.readDataToEndOfFile()
        let text = String(decoding: reported, as: UTF8.self)
        let done = text.split(separator: "\n").last.flatMap { Int($0) } ?? reached
        let step = try model.checkedStep(of: model.session(in: directory.path))
        // The save at hand is wholly there or not at all.
        guard step == done || step == done + 1 else {
            print("round \(round): step \(done) was saved, and the latest checkpoint holds step \(step)")
            exit(1)
        }
        reached = step
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: directory.path)
    print("\(rounds) rounds, \(reached) saves, every latest checkpoint whole; \(files.count) files are left")
}

let arguments = CommandLine.arguments.dropFirst()
if arguments.first == "--save", let directory = arguments.dropFirst().first {
    try save(directory)
} else {
    try killAndCheck(rounds: arguments.first.flatMap { Int($0) } ?? 200)
}
