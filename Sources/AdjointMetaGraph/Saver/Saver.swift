public import AdjointCore
public import AdjointFormats
public import AdjointOperations

/// Saves and restores variables: TensorFlow's checkpoints, with the graph, several of them kept. TF: `tf.train.Saver`.
///
/// ```swift
/// let saver = Saver(graph)
/// try saver.save(session, to: "models/digits.ckpt", globalStep: 1000)   // digits.ckpt-1000.index, .data-…, .meta, checkpoint
/// try saver.restore(session, from: Saver.latestCheckpoint(in: "models")!)
/// ```
///
/// A saver adds to the graph the ops that TensorFlow's adds (`save/SaveV2`, `save/restore_all` and the rest; `save_1/…` for the
/// second one), so that an exported graph can be restored and saved by TensorFlow. It does not run them: it writes and
/// reads files itself, crash-safe and in parallel.
///
/// Making one does not throw. What is wrong with it, such as two variables of one name, is thrown when it is used.
public struct Saver: Sendable {
    /// One variable with its name in checkpoints.
    struct Entry: Sendable {
        /// The name in checkpoints.
        var name: String
        /// The variable op's output.
        var reference: Tensor
        /// Which part of a tensor the variable is; `nil` for all of it.
        var part: TensorPart?
    }

    /// What to do with the slots that optimizers keep for variables, such as `hidden1/kernel/Momentum`.
    public enum OptimizerSlots: Sendable, Hashable {
        /// They are restored like all other variables: one that the file does not have is an error.
        case required
        /// They are restored where the file has them, and begin anew otherwise.
        case restored
        /// They begin anew, whatever the file has.
        case reset
    }

    /// What a restore may leave out; without any, all of the saver's variables must be in the file as they are in the
    /// graph.
    public struct Leniency: OptionSet, Sendable, Hashable {
        public let rawValue: Int
        public init(rawValue: Int) { self.rawValue = rawValue }
        /// Variables that the file does not have stay as they are.
        public static let missing = Leniency(rawValue: 1)
        /// Variables that have another shape or type in the file stay as they are.
        public static let mismatched = Leniency(rawValue: 2)
    }

    /// How many checkpoints with one name stay, as further ones are saved with other steps. 0 keeps all.
    public var maxToKeep = 5
    /// Of the checkpoints that would be removed, one in so many hours is kept for good.
    public var keepEveryHours = 10_000.0
    /// Whether the positions of the session's random streams are saved and restored too, so that training resumes bit by
    /// bit: under names that begin with `_adjoint/`, which TensorFlow does not look at.
    public var includesRandomState: Bool
    /// The ops of this saver in the graph, as a `.meta` file states them.
    public let definition: SaverDef

    let graph: Graph?
    /// In ascending order of their names.
    let entries: [Entry]
    /// What is worth knowing about the choice of variables.
    let warnings: [String]
    /// What is wrong with the saver.
    let problem: GraphError?

    init(
        graph: Graph?, entries: [Entry], definition: SaverDef, includesRandomState: Bool, warnings: [String] = [],
        problem: GraphError? = nil
    ) {
        self.graph = graph
        self.entries = entries
        self.definition = definition
        self.includesRandomState = includesRandomState
        self.warnings = warnings
        self.problem = problem
    }

    /// The names in checkpoints of what this saver saves, in ascending order.
    public var names: [String] { entries.map(\.name) }

    /// The names in the graph of the variables, in the order of ``names``.
    public var variableNames: [String] { entries.map(\.reference.operation.name) }

    /// The graph and the entries.
    ///
    /// - Throws: what is wrong with the saver.
    func checked() throws(GraphError) -> Graph {
        if let problem { throw problem }
        guard let graph else {
            throw GraphError(
                .variable, "the saver has no variables", remedy: "make it after the variables, and of at least one")
        }
        try graph.validate()
        return graph
    }
}

extension Saver {
    /// A saver of all global variables of a graph, and of its random streams.
    ///
    /// Variables made later are not in it. Those that an imported graph states as parts of a larger one are saved as parts
    /// of one tensor, under its name. TF: `tf.train.Saver()`.
    public init(_ graph: Graph) {
        self.init(Choice(graph.globalVariables), graph: graph, includesRandomState: true)
    }

    /// A saver of some variables, under their own names. TF: `tf.train.Saver(var_list)`.
    public init(_ variables: [Variable]) {
        self.init(Choice(variables), graph: variables.first?.graph)
    }

    /// A saver of some variables under other names: name in the checkpoint → variable, all of it. TF:
    /// `tf.train.Saver({name: variable})`.
    public init(_ variables: [String: Variable]) {
        self.init(
            Choice(entries: variables.map { Choice.Entry(name: $0, variable: $1) }),
            graph: variables.values.first?.graph)
    }

    /// A saver of some variables under the names that a function gives them.
    ///
    /// ```swift
    /// Saver(graph.globalVariables(in: /student\/hidden[123]/)) { $0.replacing(/^student\//, with: "teacher/") }
    /// ```
    /// - Parameter name: The name in the checkpoint for the name in the graph.
    public init(_ variables: [Variable], named name: (String) -> String) {
        self.init(Choice(variables, named: name), graph: variables.first?.graph)
    }

    /// A saver of the global variables whose names begin with a match of a regular expression, as Python's `re.match`
    /// decides; see ``RestorePlan/warnings`` for a scope that catches more than its own.
    ///
    /// - Parameters:
    ///   - pattern: A scope such as `dnn/hidden[123]`.
    ///   - renaming: What gives the names in the checkpoint; by default the graph's.
    public init(_ graph: Graph, in pattern: String, renaming: NameReplacement? = nil) {
        do {
            let selection = ScopeSelection(try Regex(pattern), text: pattern, of: graph.globalVariables)
            self.init(selection, graph: graph, renaming: renaming)
        } catch {
            let problem = GraphError(.variable, "'\(pattern)' is not a regular expression: \(error)")
            self.init(
                graph: graph, entries: [], definition: SaverDef(), includesRandomState: false, problem: problem)
        }
    }

    /// A saver of the global variables whose names begin with a match of a regular expression.
    public init<Output>(_ graph: Graph, in pattern: Regex<Output>, renaming: NameReplacement? = nil) {
        self.init(ScopeSelection(pattern, text: nil, of: graph.globalVariables), graph: graph, renaming: renaming)
    }

    private init(_ selection: ScopeSelection, graph: Graph, renaming: NameReplacement?) {
        let choice = Choice(selection.variables) { renaming?.replaced($0) ?? $0 }
        self.init(choice, graph: graph, warnings: selection.warnings)
    }

    private init(
        _ choice: Choice, graph: Graph?, includesRandomState: Bool = false, warnings: [String] = []
    ) {
        var problem: GraphError?
        var entries: [Entry] = []
        do {
            entries = try choice.checked(in: graph)
        } catch {
            problem = error
        }
        var definition = SaverDef()
        if let graph, problem == nil { definition = SaverOperations.add(to: graph, entries) }
        self.init(
            graph: graph, entries: entries, definition: definition, includesRandomState: includesRandomState,
            warnings: warnings, problem: problem)
    }
}

/// Variables with the names that they are to have in checkpoints.
private struct Choice {
    struct Entry {
        var name: String
        var variable: Variable
        /// Which part of a larger variable it is, as a file says.
        var info: SaveSliceInfoDef?
    }

    var entries: [Entry]

    init(entries: [Entry]) { self.entries = entries }

    /// Variables under the names that a function makes of their own, and of the whole's where they are parts.
    init(_ variables: [Variable], named name: (String) -> String = { $0 }) {
        entries = variables.map { variable in
            let info = variable.isValid ? MetaGraphRemainder.of(variable.graph).definition(of: variable) : nil
            let slice = info?.saveSliceInfo
            return Entry(name: name(slice?.fullName ?? variable.name), variable: variable, info: slice)
        }
    }

    /// The entries of a saver: by name, parts of one tensor by the names of their variables.
    func checked(in graph: Graph?) throws(GraphError) -> [Saver.Entry] {
        var result: [Saver.Entry] = []
        let sorted = entries.sorted { ($0.name, $0.variable.name) < ($1.name, $1.variable.name) }
        for entry in sorted {
            let (name, variable) = (entry.name, entry.variable)
            guard let graph, variable.isValid, variable.graph === graph else {
                throw GraphError(.foreignGraph, "the variable '\(variable.name)' is not of this graph")
            }
            let part = try entry.info.map { info throws(GraphError) in try Self.part(info, of: variable) }
            if let last = result.last, last.name == name {
                if last.reference == variable.reference { continue }
                guard let part, let lastPart = last.part, part != lastPart, part.wholeShape == lastPart.wholeShape
                else {
                    throw GraphError(
                        .name,
                        "'\(last.reference.operation.name)' and '\(variable.name)' would both be saved as '\(name)'",
                        remedy: "give each variable a name of its own in the checkpoint")
                }
            }
            result.append(Saver.Entry(name: name, reference: variable.reference, part: part))
        }
        guard !result.isEmpty else {
            throw GraphError(
                .variable, "the saver has no variables", remedy: "make it after the variables, and of at least one")
        }
        return result
    }

    private static func part(_ info: SaveSliceInfoDef, of variable: Variable) throws(GraphError) -> TensorPart {
        guard let part = try? TensorPart(info), variable.shape.isCompatible(with: Shape(part.shape)) else {
            throw GraphError(
                .variable,
                "'\(variable.name)' \(variable.shape) cannot be the part \(info.shape) at \(info.offset) of"
                    + " '\(info.fullName)' \(info.fullShape) that its graph says it is")
        }
        return part
    }
}
