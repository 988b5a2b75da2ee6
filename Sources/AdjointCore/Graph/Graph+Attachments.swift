import Synchronization

extension Graph {
    /// The object of a type that a module keeps for this graph, such as its table of variables; made by `create` the
    /// first time it is asked for.
    public func attachment<Object: AnyObject & Sendable>(_ type: Object.Type, create: () -> Object) -> Object {
        state.withLock { state in
            if let object = state.attachments[ObjectIdentifier(type)] as? Object { return object }
            let object = create()
            state.attachments[ObjectIdentifier(type)] = object
            return object
        }
    }
}
