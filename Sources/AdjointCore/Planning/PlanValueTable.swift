/// A place for something about every value of a plan graph, without hashing: most passes know something about most values,
/// and plans may have millions.
public struct PlanValueTable<Element> {
    /// Where each node's outputs begin; one more for the end.
    private let starts: [Int32]
    private var elements: [Element]

    /// A table for the values that a plan graph has now.
    public init(_ plan: PlanGraph, repeating element: Element) {
        var starts: [Int32] = []
        starts.reserveCapacity(plan.nodes.count + 1)
        var count: Int32 = 0
        for index in plan.nodes.indices {
            starts.append(count)
            count += Int32(plan[index].outputs.count)
        }
        starts.append(count)
        self.starts = starts
        elements = Array(repeating: element, count: Int(count))
    }

    /// A table for the same values as another.
    public init<Other>(like other: PlanValueTable<Other>, repeating element: Element) {
        starts = other.starts
        elements = Array(repeating: element, count: other.elements.count)
    }

    /// What the table has about a value.
    public subscript(value: PlanValue) -> Element {
        get { elements[Int(starts[value.node]) + value.port] }
        _modify { yield &elements[Int(starts[value.node]) + value.port] }
    }

    /// Whether the table has a place for a value: those of nodes that were added later have none.
    public func contains(_ value: PlanValue) -> Bool { value.node < starts.count - 1 }
}

extension PlanValueTable: Sendable where Element: Sendable {}
