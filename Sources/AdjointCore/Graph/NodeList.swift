/// An append-only list of nodes in chunks, so that taking a snapshot is O(chunks) and appending never copies nodes.
struct NodeList: Sendable {
    static let chunkCapacity = 1024
    private(set) var chunks: [NodeChunk] = []
    private(set) var count = 0
    /// The nodes that call functions, ascending.
    private(set) var functionalNodes: [Int32] = []
    /// The first node of every object that is shared by a name.
    private(set) var resources: [ResourceName: Int32] = [:]
    /// The later nodes of such objects, each with the first.
    private(set) var sharingNodes: [Int32: Int32] = [:]

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
        UnsafePointer(chunk(of: index).nodes + index % Self.chunkCapacity)
    }

    /// The chunk that node `index` lies in.
    ///
    /// - Precondition: the index is within `0..<count`.
    func chunk(of index: Int) -> NodeChunk {
        precondition(index >= 0 && index < count, "node index out of range")
        return chunks[index / Self.chunkCapacity]
    }

    mutating func append(_ node: consuming Node) {
        let definition = node.definition.map { Swift.type(of: $0) }
        append(node, callsFunctions: definition?.callsFunctions ?? false)
    }

    /// Appends a node whose definition is known to call functions, or not to.
    mutating func append(_ node: consuming Node, callsFunctions: Bool) {
        if count % Self.chunkCapacity == 0 { chunks.append(NodeChunk(capacity: Self.chunkCapacity)) }
        if callsFunctions { functionalNodes.append(Int32(count)) }
        if let resource = node.resourceName {
            if let first = resources[resource] {
                sharingNodes[Int32(count)] = first
            } else {
                resources[resource] = Int32(count)
            }
        }
        chunks[chunks.count - 1].append(node)
        count += 1
    }

    /// Puts a copy in the place of a chunk, so that changes of the list do not reach others.
    fileprivate mutating func separate(chunk: Int) {
        guard chunk < chunks.count else { return }
        chunks[chunk] = chunks[chunk].copied(count: min(Self.chunkCapacity, count - chunk * Self.chunkCapacity))
    }

    /// Changes a node in a fresh copy of its chunk: snapshots taken before keep what they saw.
    mutating func update(_ index: Int, _ change: (inout Node) -> Void) {
        precondition(index >= 0 && index < count, "node index out of range")
        let number = index / Self.chunkCapacity
        let chunk = chunks[number].copied(count: min(Self.chunkCapacity, count - number * Self.chunkCapacity))
        change(&chunk.nodes[index % Self.chunkCapacity])
        chunks[number] = chunk
    }
}

/// A list that is changed apart from the graph it was taken from: what it changes of a chunk, it changes in a copy.
struct SeparateNodeList {
    private(set) var list: NodeList
    private var ownChunks: Set<Int> = []

    init(_ list: NodeList) { self.list = list }

    mutating func append(_ node: consuming Node) {
        own(list.count / NodeList.chunkCapacity)
        list.append(node)
    }

    /// Changes a node in place.
    mutating func update(_ index: Int, _ change: (inout Node) -> Void) {
        precondition(index >= 0 && index < list.count, "node index out of range")
        let chunk = index / NodeList.chunkCapacity
        own(chunk)
        change(&list.chunks[chunk].nodes[index % NodeList.chunkCapacity])
    }

    private mutating func own(_ chunk: Int) {
        if ownChunks.insert(chunk).inserted { list.separate(chunk: chunk) }
    }
}

/// A fixed-capacity run of nodes.
///
/// `@unchecked Sendable`: nodes are appended only under the graph's lock; readers hold a snapshot whose count was
/// read under that lock and never look at or beyond it, and a node once appended is not changed in place
/// (`NodeList.update` copies the chunk, and a `SeparateNodeList` changes copies of its own before anybody else has them).
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

    /// A copy of the first `count` nodes: another thread may be appending to those of the graph.
    func copied(count: Int) -> NodeChunk {
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
    /// For a graph with calls replaced by what stands for them: where the nodes beyond the graph's own come from.
    var inlinedNodes: InlinedNodes?

    init(list: NodeList) { self.list = list }

    /// The nodes that call functions, ascending.
    public var functionalNodes: [Int32] { list.functionalNodes }

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
