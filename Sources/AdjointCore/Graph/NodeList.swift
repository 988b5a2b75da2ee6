/// An append-only list of nodes in chunks, so that taking a snapshot is O(chunks) and appending never copies nodes.
struct NodeList: Sendable {
    static let chunkCapacity = 1024
    private(set) var chunks: [NodeChunk] = []
    private(set) var count = 0

    subscript(index: Int) -> Node {
        _read {
            precondition(index >= 0 && index < count, "node index out of range")
            yield chunks[index / Self.chunkCapacity].nodes[index % Self.chunkCapacity]
        }
    }

    /// Where node `index` lies. Reading one field through it copies no others, as the subscript may.
    ///
    /// - Precondition: the list outlives the use, and the index is within `0..<count`.
    func pointer(to index: Int) -> UnsafePointer<Node> {
        precondition(index >= 0 && index < count, "node index out of range")
        return UnsafePointer(chunks[index / Self.chunkCapacity].nodes + index % Self.chunkCapacity)
    }

    mutating func append(_ node: consuming Node) {
        if count % Self.chunkCapacity == 0 { chunks.append(NodeChunk(capacity: Self.chunkCapacity)) }
        chunks[chunks.count - 1].append(node)
        count += 1
    }

    /// Changes a node in a fresh copy of its chunk: snapshots taken before keep what they saw.
    mutating func update(_ index: Int, _ change: (inout Node) -> Void) {
        precondition(index >= 0 && index < count, "node index out of range")
        let chunk = chunks[index / Self.chunkCapacity].copied()
        change(&chunk.nodes[index % Self.chunkCapacity])
        chunks[index / Self.chunkCapacity] = chunk
    }
}

/// A fixed-capacity run of nodes.
///
/// `@unchecked Sendable`: nodes are appended only under the graph's lock; readers hold a snapshot whose count was
/// read under that lock and never look at or beyond it, and a node once appended is not changed in place
/// (`NodeList.update` copies the chunk).
final class NodeChunk: @unchecked Sendable {
    let nodes: UnsafeMutablePointer<Node>
    private let capacity: Int
    private var count = 0

    init(capacity: Int) {
        self.capacity = capacity
        nodes = .allocate(capacity: capacity)
    }

    func append(_ node: consuming Node) {
        precondition(count < capacity, "the chunk is full")
        (nodes + count).initialize(to: node)
        count += 1
    }

    func copied() -> NodeChunk {
        let copy = NodeChunk(capacity: capacity)
        copy.nodes.initialize(from: nodes, count: count)
        copy.count = count
        return copy
    }

    deinit {
        nodes.deinitialize(count: count)
        nodes.deallocate()
    }
}

/// The nodes of a graph as they were at one moment; read without locking.
public struct GraphSnapshot: Sendable {
    let list: NodeList

    /// The number of nodes.
    public var count: Int { list.count }

    /// Node `index`.
    ///
    /// - Precondition: the index is within `0..<count`.
    public subscript(index: Int) -> Node {
        _read { yield list[index] }
    }

    /// The data inputs of node `index`.
    public func inputs(of index: Int) -> [NodeOutput] {
        withExtendedLifetime(list) { list.pointer(to: index).pointee.inputs }
    }

    /// The outputs of node `index`.
    public func outputs(of index: Int) -> [TensorType] {
        withExtendedLifetime(list) { list.pointer(to: index).pointee.outputs }
    }

    /// The name of node `index`.
    public func name(of index: Int) -> String { withExtendedLifetime(list) { list.pointer(to: index).pointee.name } }

    /// The decoded op of node `index`; `nil` for a type that is not registered.
    public func definition(of index: Int) -> (any OperationDefinition)? {
        withExtendedLifetime(list) { list.pointer(to: index).pointee.definition }
    }

    /// The type of one output.
    public func type(of output: NodeOutput) -> TensorType {
        withExtendedLifetime(list) { list.pointer(to: Int(output.node)).pointee.outputs[Int(output.port)] }
    }
}
