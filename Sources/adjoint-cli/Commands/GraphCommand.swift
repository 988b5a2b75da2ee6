import Adjoint

/// Prints a graph, node by node.
struct GraphCommand: Command {
    static let name = "graph"
    static let summary = "prints a model's graph as text or for Graphviz"
    static let help = """
        usage: adjoint graph MODEL.meta [--format text|dot]

        Prints the graph of a .meta file, a saved_model.pb or a frozen graph.

        options:
          --format text    one node a line: name = Op(inputs) {attributes} -> types (the default)
          --format dot     a directed graph in Graphviz's language, control inputs dashed
          --help           print this
        """

    private let path: String
    private let isDot: Bool

    init(arguments: ArraySlice<String>) throws(UsageError) {
        let list = try ArgumentList(arguments, options: ["--format": "text or dot"], flags: [])
        path = try list.operands("MODEL.meta")[0]
        switch try list.one("--format") ?? "text" {
        case "text": isDot = false
        case "dot": isDot = true
        case let other: throw UsageError("--format takes text or dot, not '\(other)'")
        }
    }

    func run(_ output: inout Output) throws {
        let model = try ModelFile(path: path)
        guard isDot else {
            for line in try model.graph().dump().split(separator: "\n") { output.line(String(line)) }
            return
        }
        output.line("digraph {")
        output.line("  rankdir=BT; node [shape=box, fontname=\"sans-serif\"];")
        for node in model.metaGraph.graph?.nodes ?? [] {
            output.line("  \(Self.quoted(node.name)) [label=\(Self.quoted(node.name + "\n" + node.op))];")
            for input in node.inputs {
                if input.hasPrefix("^") {
                    output.line(
                        "  \(Self.quoted(String(input.dropFirst()))) -> \(Self.quoted(node.name)) [style=dashed];")
                } else {
                    let parts = input.split(separator: ":", maxSplits: 1)
                    let port = parts.count > 1 ? " [label=\(Self.quoted(String(parts[1])))]" : ""
                    output.line("  \(Self.quoted(String(parts.first ?? ""))) -> \(Self.quoted(node.name))\(port);")
                }
            }
        }
        output.line("}")
    }

    /// A string as the language of Graphviz writes it.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for character in text {
            switch character {
            case "\"", "\\": quoted += "\\\(character)"
            case "\n": quoted += "\\n"
            default: quoted.append(character)
            }
        }
        return quoted + "\""
    }
}
