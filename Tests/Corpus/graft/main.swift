import Adjoint
import Foundation

// A stranger's model, continued in two ways.
//
//     graft MODEL.meta CHECKPOINT TENSOR FEEDS.npz OUT
//
// imports the graph, restores it, puts two dense layers on TENSOR (a matrix, a row for each example), and trains them and
// nothing else to tell three classes apart that the rows are given in turn. Saves all of it to the checkpoint OUT, and what
// it then computed to OUT.facts.npz: `logits:0`, the head's; `losses`, those of three steps more; and prints the names of
// the training op, the loss, the logits and the labels, a line each.
//
//     graft --gradients MODEL.meta CHECKPOINT LOSS FEEDS.npz OUT.npz
//
// builds gradients of LOSS with respect to the trainable variables anew, and writes their values to OUT.npz by the
// variables' names.

private let buildsGradients = CommandLine.arguments.dropFirst().first == "--gradients"
private let arguments = Array(CommandLine.arguments.dropFirst(buildsGradients ? 2 : 1))
guard arguments.count == 5 else {
    print("usage: graft [--gradients] MODEL.meta CHECKPOINT TENSOR FEEDS.npz OUT")
    throw GraphError(.name, "five arguments are wanted, not \(arguments.count)")
}
private let (modelPath, checkpoint, tensorName) = (arguments[0], arguments[1], arguments[2])
private let (feedsPath, output) = (arguments[3], arguments[4])

private let model = try Graph.importing(modelPath)
private let graph = model.graph
private let layer = try graph.tensor(tensorName)
private let old = Set(graph.globalVariables)

/// A session in which everything that has a value in the checkpoint has it; what a saver leaves out begins anew, where it
/// can.
private func restored() throws -> Session {
    let session = try Session(graph)
    for variable in graph.globalVariables { try? session.run(variable.initializer) }
    let saver = model.saver ?? Saver(Array(old))
    try saver.restore(session, from: checkpoint)
    return session
}

private func recordedFeeds() throws -> Feeds {
    let file = try NPZ(contentsOf: feedsPath)
    var feeds = Feeds()
    for name in file.names { feeds[try graph.tensor(name)] = NDArray(try file.array(named: name)) }
    return feeds
}

if buildsGradients {
    let variables = graph.trainableVariables
    let built = graph.gradients(of: layer, withRespectTo: variables.map(\.reference))
    try graph.validate()
    let wanted = zip(variables, built).compactMap { variable, gradient in gradient.map { (variable.name, $0) } }
    let values = try restored().run(wanted.map(\.1), feeding: recordedFeeds())
    try NPZ.write(zip(wanted.map(\.0), values).map { ($0, StoredArray($1)) }, to: output)
    exit(0)
}

private let labels = graph.placeholder(.int32, shape: [nil], name: "graft_labels")
private let logits = graph.nameScope("graft") {
    layer.dense(6, activation: .relu, name: "graft_hidden").dense(3, name: "graft_outputs")
}
private let loss = graph.nameScope("graft_loss") {
    sparseSoftmaxCrossEntropy(labels: labels, logits: logits).mean(name: "loss")
}
private let head = graph.trainableVariables(in: "graft_")
private let train = graph.nameScope("graft_train") {
    Momentum(learningRate: 0.05, momentum: 0.9).minimize(loss, updating: head)
}

private let session = try restored()
private var feeds = try recordedFeeds()
private let rows = try session.run(layer, feeding: feeds).dimensions[0]
feeds[labels] = NDArray((0..<rows).map { Int32($0 % 3) })

@MainActor private func step() throws -> Float {
    try session.run(fetches: [loss], targets: [train], feeding: feeds)[0].scalar(as: Float.self)
}

private let initialized = graph.globalVariables.filter { session.isInitialized($0) }
private let frozen = initialized.filter(old.contains)
private let before = try frozen.map { try session.value(of: $0) }
for _ in 0..<5 { _ = try step() }
for (variable, value) in zip(frozen, before) where try session.value(of: variable) != value {
    throw GraphError(.variable, "'\(variable.name)' changed, which is not of the head")
}
try Saver(initialized).save(session, to: output)
private let scores = try session.run(logits, feeding: feeds)
private let losses = try (0..<3).map { _ in try step() }
try NPZ.write(
    [("logits:0", StoredArray(scores)), ("losses", StoredArray(NDArray(losses)))], to: output + ".facts.npz")
for name in [train.name, loss.name, logits.name, labels.name] { print(name) }
