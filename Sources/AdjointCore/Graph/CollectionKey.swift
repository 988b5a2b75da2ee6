import Synchronization

/// The name of a graph collection. The static members spell TensorFlow's `GraphKeys`; any other string is a user's own.
public struct CollectionKey: RawRepresentable, Sendable, Hashable, ExpressibleByStringLiteral {
    public var rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }
    public init(stringLiteral value: String) { rawValue = value }

    /// All variables that a session keeps and savers save.
    public static let globalVariables: CollectionKey = "variables"
    /// Variables that optimizers update unless told otherwise.
    public static let trainableVariables: CollectionKey = "trainable_variables"
    /// Variables that belong to one run, such as a metric's counters.
    public static let localVariables: CollectionKey = "local_variables"
    /// Variables of the model proper.
    public static let modelVariables: CollectionKey = "model_variables"
    /// Variables with moving averages.
    public static let movingAverageVariables: CollectionKey = "moving_average_variables"
    /// Updates to run beside the training op, such as batch norm's moving averages.
    public static let updateOps: CollectionKey = "update_ops"
    /// Losses of weight regularizers.
    public static let regularizationLosses: CollectionKey = "regularization_losses"
    /// Losses made by the loss functions.
    public static let losses: CollectionKey = "losses"
    /// Training ops.
    public static let trainOp: CollectionKey = "train_op"
    /// The step counter.
    public static let globalStep: CollectionKey = "global_step"
    /// Summary ops.
    public static let summaries: CollectionKey = "summaries"
    /// Initialization ops.
    public static let initOp: CollectionKey = "init_op"
    /// Savers.
    public static let savers: CollectionKey = "savers"
    /// Conditional contexts.
    public static let condContexts: CollectionKey = "cond_context"
    /// While-loop contexts.
    public static let whileContexts: CollectionKey = "while_context"
}

/// A member of a collection.
public enum CollectionItem: Sendable {
    case tensor(Tensor)
    case operation(Operation)
    /// A value that another module keeps and knows how to write, such as a variable.
    case object(any Sendable)
    case bytes([UInt8])
    case int(Int64)
    case float(Float)
    /// A name whose node is not in the graph; files hold such.
    case name(String)
}

/// A collection's item as its graph keeps it: without references to the graph, which would keep itself alive.
enum StoredCollectionItem: Sendable {
    case tensor(node: Int32, port: Int32)
    case operation(Int)
    case detached(any DetachedFromGraph)
    /// Anything else, and what belongs to another graph.
    case other(CollectionItem)

    init(_ item: CollectionItem, of graph: Graph) {
        switch item {
        case .tensor(let tensor) where tensor.graph === graph: self = .tensor(node: tensor.node, port: tensor.port)
        case .operation(let operation) where operation.graph === graph: self = .operation(operation.index)
        case .object(let object):
            if let bound = object as? any GraphBound {
                self = .detached(bound.detached)
            } else {
                self = .other(item)
            }
        default: self = .other(item)
        }
    }

    func item(of graph: Graph) -> CollectionItem {
        switch self {
        case .tensor(let node, let port): .tensor(Tensor(graph: graph, node: node, port: port))
        case .operation(let index): .operation(Operation(graph: graph, index: index))
        case .detached(let object): .object(object.attached(to: graph))
        case .other(let item): item
        }
    }
}

extension Graph {
    /// Adds an item to a collection, making the collection if it is new. TF: `add_to_collection`.
    public func add(_ item: CollectionItem, to collection: CollectionKey) {
        append(StoredCollectionItem(item, of: self), to: collection)
    }

    /// Adds a value that refers to this graph to a collection.
    public func add(_ object: some GraphBound, to collection: CollectionKey) {
        append(.detached(object.detached), to: collection)
    }

    private func append(_ item: StoredCollectionItem, to collection: CollectionKey) {
        state.withLock { state in
            if state.collections[collection] == nil { state.collectionOrder.append(collection) }
            state.collections[collection, default: []].append(item)
        }
    }

    /// Adds a tensor to a collection.
    public func add(_ tensor: Tensor, to collection: CollectionKey) { add(.tensor(tensor), to: collection) }

    /// Adds an operation to a collection.
    public func add(_ operation: Operation, to collection: CollectionKey) { add(.operation(operation), to: collection) }

    /// The items of a collection in the order they were added; empty if there is none. TF: `get_collection`.
    public func items(in collection: CollectionKey) -> [CollectionItem] {
        state.withLock { $0.collections[collection] ?? [] }.map { $0.item(of: self) }
    }

    /// The tensors of a collection.
    public func tensors(in collection: CollectionKey) -> [Tensor] {
        items(in: collection).compactMap { if case .tensor(let tensor) = $0 { tensor } else { nil } }
    }

    /// The operations of a collection, those of its tensors included.
    public func operations(in collection: CollectionKey) -> [Operation] {
        items(in: collection).compactMap { item in
            switch item {
            case .operation(let operation): operation
            case .tensor(let tensor) where tensor.isValid: tensor.operation
            default: nil
            }
        }
    }

    /// The names of all collections, in the order they were made.
    public var collectionKeys: [CollectionKey] { state.withLock { $0.collectionOrder } }
}
