public import AdjointCore
import Synchronization

/// The functions that the nodes of a graph call, decoded when they are first called.
public final class FunctionLibrary: Sendable {
    private struct Contents {
        var sources: [String: Source] = [:]
        var gradients: [String: String] = [:]
        var bodies: [FunctionReference: Result<FunctionBody, GraphError>] = [:]
    }

    private struct Source {
        var registry: OperationRegistry
        var opaque: [String: OpaqueOperation]
        var decode: @Sendable () -> FunctionDefinition
    }

    private let contents = Mutex(Contents())

    /// The library of a graph.
    public static func of(_ graph: Graph) -> FunctionLibrary {
        graph.attachment(FunctionLibrary.self) { FunctionLibrary() }
    }

    /// Makes this the library of another graph, which parts of the library's own are built in.
    func share(with graph: Graph) { _ = graph.attachment(FunctionLibrary.self) { self } }

    /// Adds a function; one of that name that is there already stays.
    ///
    /// - Parameters:
    ///   - registry: The ops that its nodes may be.
    ///   - opaque: What is known of further op types.
    ///   - decode: Makes the function when it is first called.
    public func add(
        _ name: String, registry: OperationRegistry, opaque: [String: OpaqueOperation] = [:],
        decode: @escaping @Sendable () -> FunctionDefinition
    ) {
        contents.withLock { contents in
            guard contents.sources[name] == nil else { return }
            contents.sources[name] = Source(registry: registry, opaque: opaque, decode: decode)
        }
    }

    /// Notes that a function computes the gradient of another: it takes that one's arguments and the gradients of its
    /// results, and gives the gradients of its arguments.
    public func addGradient(_ gradient: String, of function: String) {
        contents.withLock { contents in
            if contents.gradients[function] == nil { contents.gradients[function] = gradient }
        }
    }

    /// The function that computes the gradient of another, if one was stated.
    func gradient(of function: FunctionReference) -> FunctionReference? {
        contents.withLock { $0.gradients[function.name] }.map {
            FunctionReference(name: $0, attributes: function.attributes)
        }
    }

    /// A function ready to be built into graphs.
    ///
    /// - Parameter callers: The functions that it is being made ready for.
    /// - Throws: ``GraphError`` for a function that is not there, is malformed, or calls itself.
    func body(of reference: FunctionReference, callers: [String] = []) throws(GraphError) -> FunctionBody {
        let (known, source) = contents.withLock { ($0.bodies[reference], $0.sources[reference.name]) }
        if let known { return try known.get() }
        let result: Result<FunctionBody, GraphError>
        do throws(GraphError) {
            result = .success(try compiled(reference, source, callers: callers))
        } catch {
            // Kept too: functions that call a broken one many times must not look for the mistake each time.
            result = .failure(error)
        }
        contents.withLock { $0.bodies[reference] = result }
        return try result.get()
    }

    private func compiled(
        _ reference: FunctionReference, _ source: Source?, callers: [String]
    ) throws(GraphError) -> FunctionBody {
        guard let source else {
            throw GraphError(
                .notFound, "the graph's library has no function '\(reference.name)'",
                remedy: "import the graph with the library that it was written with")
        }
        guard !callers.contains(reference.name) else {
            throw GraphError(
                .unknownOperation, "function '\(reference.name)' calls itself, which cannot be run",
                remedy: "write the recursion as a loop")
        }
        guard callers.count < Self.depthLimit else {
            throw GraphError(.unknownOperation, "function '\(reference.name)' is called too deep in other functions")
        }
        return try FunctionCompiler(
            source.decode(), attributes: reference.attributes, library: self, registry: source.registry,
            opaque: source.opaque, callers: callers + [reference.name]
        ).body()
    }

    /// Functions called by functions deeper than this are taken for damage.
    private static let depthLimit = 32
}
