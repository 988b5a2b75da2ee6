public import AdjointCore

/// A function of a graph's library as a file states it: arguments, results, and the nodes between.
public struct FunctionDefinition: Sendable {
    /// The name.
    public var name: String
    /// The arguments and results. Types may depend on attributes that a call states.
    public var signature: OperationSignature
    /// The nodes. Inputs are written `argument`, `node:output:index` or `^node`.
    public var nodes: [ImportedNode]
    /// For each result, the output that it is.
    public var results: [String: String]
    /// Nodes that run whenever the function is called.
    public var controlResults: [String]
    /// The values of attributes that a call leaves out.
    public var attributeDefaults: Attributes

    /// A function from its parts.
    public init(
        name: String, signature: OperationSignature, nodes: [ImportedNode], results: [String: String],
        controlResults: [String] = [], attributeDefaults: Attributes = Attributes()
    ) {
        self.name = name
        self.signature = signature
        self.nodes = nodes
        self.results = results
        self.controlResults = controlResults
        self.attributeDefaults = attributeDefaults
    }
}

/// An op that calls functions by attributes that name them.
protocol FunctionCalling: FunctionalOperation {
    /// The functions that the op names.
    var functions: [FunctionReference] { get }

    /// The functions that a run may call.
    ///
    /// - Parameter callers: The functions that the op stands in.
    /// - Throws: ``GraphError`` for functions that are not there, are malformed or call themselves.
    func callees(in library: FunctionLibrary, callers: [String]) throws(GraphError) -> [FunctionReference]
}

extension FunctionCalling {
    func callees(in library: FunctionLibrary, callers: [String]) throws(GraphError) -> [FunctionReference] { functions }
}

extension AttributeKey {
    /// A function of the graph's library.
    static func function(_ name: String, _ path: Path<FunctionReference>) -> Self {
        Self(name, required: true) { value, definition in
            guard case .function(let value) = value else { return false }
            definition[keyPath: path] = value
            return true
        } encode: {
            .function($0[keyPath: path])
        }
    }

    /// A list of functions.
    static func functions(_ name: String, _ path: Path<[FunctionReference]>) -> Self {
        Self(name, required: true) { value, definition in
            guard case .list(.functions(let values)) = value else { return false }
            definition[keyPath: path] = values
            return true
        } encode: {
            .list(.functions($0[keyPath: path]))
        }
    }

    /// A list of shapes.
    static func shapes(_ name: String, _ path: Path<[Shape]>) -> Self {
        Self(name) { value, definition in
            switch value {
            case .list(.shapes(let values)): definition[keyPath: path] = values
            case .list(.empty): definition[keyPath: path] = []
            default: return false
            }
            return true
        } encode: {
            let shapes = $0[keyPath: path]
            return .list(shapes.isEmpty ? .empty : .shapes(shapes))
        }
    }
}
