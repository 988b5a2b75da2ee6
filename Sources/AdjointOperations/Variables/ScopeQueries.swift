package import AdjointCore
import Synchronization

/// The patterns that a program looked variables up by, where they match in the middle of a name's part: `hidden1` matches
/// `hidden1/kernel`, and `hidden10/kernel` too.
package final class ScopeQueries: Sendable {
    /// One look-up.
    package struct Query: Sendable {
        package let pattern: String
        package let site: CreationSite
        /// Names of which the pattern matches whole parts.
        package let members: [String]
        /// Names of which it matches the beginning of a part.
        package let siblings: [String]
    }

    private let queries = Mutex<[Query]>([])

    package static func of(_ graph: Graph) -> ScopeQueries {
        graph.attachment(ScopeQueries.self) { ScopeQueries() }
    }

    /// All look-ups with members and siblings.
    package var all: [Query] { queries.withLock { $0 } }

    /// Notes a look-up, given how far the pattern matches each name.
    func note(_ pattern: String, site: CreationSite, matches: [(name: String, end: String.Index)]) {
        func endsPart(_ match: (name: String, end: String.Index)) -> Bool {
            match.end == match.name.endIndex || match.name[match.end] == "/"
                || (match.end > match.name.startIndex && match.name[match.name.index(before: match.end)] == "/")
        }
        let members = matches.filter(endsPart).map(\.name)
        let siblings = matches.filter { !endsPart($0) }.map(\.name)
        guard !members.isEmpty, !siblings.isEmpty else { return }
        queries.withLock { queries in
            guard !queries.contains(where: { $0.pattern == pattern && $0.siblings == siblings }) else { return }
            queries.append(Query(pattern: pattern, site: site, members: members, siblings: siblings))
        }
    }
}
