/// For each node of a plan graph those that read it or wait for it, one entry for each such edge.
///
/// One flat list, since plans may have millions of nodes. It does not follow changes of the plan.
public struct PlanUsers: Sendable {
    /// Where each node's users begin; one more for the end.
    private var starts: [Int32]
    private var users: [Int32]

    /// The users among the nodes that are live.
    public init(_ plan: PlanGraph, live: [Bool]) {
        let count = plan.nodes.count
        var starts = [Int32](repeating: 0, count: count + 1)
        for index in 0..<count where live[index] {
            plan.forEachSource(of: index) { starts[$0 + 1] += 1 }
        }
        for index in 0..<count { starts[index + 1] += starts[index] }
        var users = [Int32](repeating: 0, count: Int(starts[count]))
        var next = starts
        for index in 0..<count where live[index] {
            plan.forEachSource(of: index) { source in
                users[Int(next[source])] = Int32(index)
                next[source] += 1
            }
        }
        self.starts = starts
        self.users = users
    }

    /// The users of a node, in the order of their indices.
    public subscript(node: Int) -> ArraySlice<Int32> { users[Int(starts[node])..<Int(starts[node + 1])] }
}
