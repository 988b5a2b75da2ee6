public import AdjointCore

/// Nothing: it only waits for its control inputs. TF: `NoOp`.
public struct NoOp: OperationDefinition {
    public static let type = "NoOp"
    public static let signature = OperationSignature(inputs: [], outputs: [])

    public init() {}

    public var traits: OperationTraits {
        var traits = OperationTraits()
        traits.role = .noOperation
        return traits
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [] }

    public static let gradient = GradientRule<NoOp>.stopsGradient(reason: "it has no outputs")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { .empty }
}

extension Graph {
    /// An operation that computes nothing. TF: `tf.no_op`.
    @discardableResult
    public func noOperation(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Operation? {
        add(NoOp(), name: name, site: CreationSite(file, line))
    }

    /// An operation that is done when all the given ones are. TF: `tf.group`.
    ///
    /// - Returns: `nil` after a mistake (an operation of another graph), which is recorded.
    @discardableResult
    public func group(
        _ operations: [Operation], name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Operation? {
        let site = CreationSite(file, line)
        let name = name ?? "group_deps"
        if let foreign = operations.first(where: { $0.graph !== self }) {
            record(
                GraphError(
                    .foreignGraph, "'\(foreign.name)' belongs to another graph", operationType: NoOp.type,
                    operationName: name, site: site, remedy: "group operations of one graph"))
            return nil
        }
        var seen: Set<Int> = []
        let unique = operations.filter { seen.insert($0.index).inserted }
        return add(NoOp(), name: name, controlInputs: unique, site: site)
    }

    /// An operation that is done when all the given tensors are computed. TF: `tf.group`.
    ///
    /// - Returns: `nil` if a tensor is invalid or belongs to another graph.
    @discardableResult
    public func group(
        _ tensors: [Tensor], name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Operation? {
        guard tensors.allSatisfy(\.isValid) else { return nil }
        return group(tensors.map(\.operation), name: name, file: file, line: line)
    }
}
