import Adjoint

// Reusing a model: train one, save it, import it, put a new head on its lower layers, and restore parts of it.
//
//     swift run reuse [DIRECTORY]

let directory = CommandLine.arguments.dropFirst().first ?? "reuse-output"
let prefix = directory + "/my_model_final.ckpt"

/// Points in ten dimensions, and in which of `count` equal sectors of the first two of them each lies.
func points(classes count: Int) -> (x: NDArray, y: NDArray) {
    var state: UInt64 = 1
    func uniform() -> Float {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Float(state >> 40) / Float(1 << 24) * 2 - 1
    }
    let x = (0..<2000).map { _ in uniform() }
    let y = (0..<200).map { row -> Int32 in
        let (a, b) = (x[row * 10], x[row * 10 + 1])
        return Int32((b > 0 ? 0 : 1) + (a > 0 ? 0 : 2)) % Int32(count)
    }
    return (NDArray(x, dimensions: [200, 10]), NDArray(y))
}

/// A model from nothing, trained and saved.
func trainFromNothing() throws {
    let graph = Graph(seed: 42)
    let x = graph.placeholder(.float32, shape: [nil, 10], name: "X")
    let y = graph.placeholder(.int32, shape: [nil], name: "y")
    let logits = graph.nameScope("dnn") {
        x.dense(30, activation: .relu, name: "hidden1").dense(20, activation: .relu, name: "hidden2")
            .dense(4, name: "outputs")
    }
    let loss = graph.nameScope("loss") { sparseSoftmaxCrossEntropy(labels: y, logits: logits).mean(name: "loss") }
    let train = graph.nameScope("train") { Momentum(learningRate: 0.1, momentum: 0.9).minimize(loss) }

    let session = try Session(graph)
    try session.initializeVariables()
    let data = points(classes: 4)
    for _ in 0..<100 { try session.run(train, feeding: [x: data.x, y: data.y]) }
    try Saver(graph).save(session, to: prefix)
    print("trained to a loss of", try session.run(loss, as: Float.self, feeding: [x: data.x, y: data.y]))
}

/// The same model from its files, by name, trained on.
func trainOn() throws {
    let model = try Graph.importing(prefix + ".meta")
    let (x, y) = (try model.graph.tensor("X:0"), try model.graph.tensor("y:0"))
    let train = try model.graph.operation("train/Momentum")
    let loss = try model.graph.tensor("loss/loss:0")
    let session = try Session(model.graph)
    try model.saver?.restore(session, from: prefix)
    let data = points(classes: 4)
    for _ in 0..<100 { try session.run(train, feeding: [x: data.x, y: data.y]) }
    print("trained on to", try session.run(loss, as: Float.self, feeding: [x: data.x, y: data.y]))
}

/// The lower layers under a new head; only the head is trained.
func putNewHeadOn() throws {
    let model = try Graph.importing(prefix + ".meta")
    let graph = model.graph
    let x = try graph.tensor("X:0")
    let y = graph.placeholder(.int32, shape: [nil], name: "new_y")
    let logits = try graph.tensor("dnn/hidden2/Relu:0").dense(2, name: "new_outputs")
    let loss = graph.nameScope("new_loss") { sparseSoftmaxCrossEntropy(labels: y, logits: logits).mean(name: "loss") }
    let train = graph.nameScope("new_train") {
        Adam(learningRate: 0.05).minimize(loss, updating: graph.trainableVariables(in: /new_outputs/))
    }
    let session = try Session(graph)
    try session.initializeVariables()
    try model.saver?.restore(session, from: prefix)
    let data = points(classes: 2)
    for _ in 0..<100 { try session.run(train, feeding: [x: data.x, y: data.y]) }
    print("a new head came to", try session.run(loss, as: Float.self, feeding: [x: data.x, y: data.y]))
    try Saver(graph).save(session, to: directory + "/with_new_head.ckpt")
}

/// The first layer in a graph of another program, under other names.
func restoreInPart() throws {
    let graph = Graph(seed: 7)
    let x = graph.placeholder(.float32, shape: [nil, 10], name: "X")
    _ = x.dense(30, activation: .relu, name: "student_hidden1").dense(5, name: "student_outputs")
    let session = try Session(graph)
    try session.initializeVariables()
    let saver = Saver(graph, in: "student_hidden[12]", renaming: try NameReplacement("student_", with: ""))
    print(try saver.restore(session, from: prefix), terminator: "")
}

try trainFromNothing()
try trainOn()
try putNewHeadOn()
try restoreInPart()
