public import AdjointCore
import AdjointKernels

extension Session {
    /// Sets a variable to a value, without a node for it in the graph. TF: `Variable.load`.
    ///
    /// - Throws: ``GraphError`` where the variable has another element type or cannot have that shape.
    public func assign(_ value: NDArray, to variable: any GraphVariable) throws(GraphError) {
        try set([NewValue(reference: variable.reference, value: .array(value.copied()))])
    }

    /// A variable's value that is yet to be set.
    package struct NewValue {
        package enum Value {
            /// Memory that nobody else holds, and that becomes the variable's.
            case array(NDArray)
            /// The bytes of elements that are copied into the variable's memory.
            case bytes(UnsafeRawBufferPointer, DType, dimensions: [Int])
        }

        /// The variable op's output.
        package var reference: Tensor
        package var value: Value

        package init(reference: Tensor, value: Value) {
            self.reference = reference
            self.value = value
        }

        fileprivate var type: (dtype: DType, shape: Shape) {
            switch value {
            case .array(let array): (array.dtype, array.shape)
            case .bytes(_, let dtype, let dimensions): (dtype, Shape(dimensions))
            }
        }
    }

    /// Sets variables, all of them at once as other runs see it, on the session's threads.
    ///
    /// - Precondition: bytes fill their shapes.
    /// - Throws: ``GraphError``, having changed nothing, where a value does not fit its variable.
    package func set(_ values: [NewValue]) throws(GraphError) {
        for value in values {
            let (reference, type) = (value.reference, value.type)
            guard reference.graph === graph, reference.isValid else {
                throw GraphError(
                    .foreignGraph, "the variable belongs to another graph than the session's",
                    remedy: "make a session for its graph")
            }
            let declared = graph.storedType(of: reference)
            guard type.dtype == declared.dtype, declared.shape.isCompatible(with: type.shape) else {
                throw GraphError(
                    .value,
                    "the variable '\(reference.operation.name)' is \(declared.dtype.name) \(declared.shape), the value "
                        + "\(type.dtype.name) \(type.shape)", site: reference.operation.site)
            }
        }
        store.beginRun(writing: true)
        defer { store.endRun() }
        var copies: [Copy] = []
        var isSet: Set<Int> = []
        // Of two values for one variable, which nodes may share, the last one counts.
        for value in values.reversed() {
            let node = graph.stateIdentity(of: value.reference.operation)
            guard isSet.insert(node).inserted else { continue }
            switch value.value {
            case .array(let array): store.set(node, to: array)
            case .bytes(let bytes, let dtype, let dimensions):
                let array = store.memory(for: node, dtype: dtype, dimensions: dimensions)
                precondition(bytes.count == array.byteCount, "the bytes do not fill the shape")
                for start in stride(from: 0, to: bytes.count, by: Copy.pieceSize) {
                    let piece = bytes[start..<min(bytes.count, start + Copy.pieceSize)]
                    copies.append(
                        Copy(
                            source: UnsafeRawBufferPointer(rebasing: piece), target: array.storage.baseAddress + start))
                }
                store.set(node, to: array)
            }
        }
        let pieces = copies
        workers.parallel(pieces.count) { pieces[$0].perform() }
    }

    /// Part of a value on its way into a variable's memory.
    ///
    /// `@unchecked Sendable`: the store is held by the run that makes it, and no two write the same place.
    private struct Copy: @unchecked Sendable {
        static let pieceSize = 1 << 20
        var source: UnsafeRawBufferPointer
        var target: UnsafeMutableRawPointer

        func perform() {
            if let start = source.baseAddress { target.copyMemory(from: start, byteCount: source.count) }
        }
    }

    /// Calls `body` with the values of variables, all of one moment, and the session's random streams; `nil` stands for a
    /// variable without a value. Runs that write wait until it returns.
    ///
    /// The arrays are the variables' own memory: they must not leave the closure.
    package func withValues<Result>(
        of references: [Tensor], _ body: ([NDArray?], SavedOperationStates) throws -> Result
    ) rethrows -> Result {
        try withValues(ofStates: references.map { graph.stateIdentity(of: $0.operation) }, body)
    }

    /// The same for variables by what their state is kept under: see ``GraphSnapshot/stateIdentity(of:)``.
    package func withValues<Result>(
        ofStates identities: [Int], _ body: ([NDArray?], SavedOperationStates) throws -> Result
    ) rethrows -> Result {
        store.beginRun(writing: false)
        defer { store.endRun() }
        let values = identities.map { identity -> NDArray? in
            guard let buffer = store.existingBuffer(for: identity), buffer.isInitialized else { return nil }
            return buffer.array
        }
        return try body(values, states.saved())
    }

    /// Calls `body` for each number in `0..<count` on the session's threads.
    ///
    /// As for kernels, no two calls may write the same place.
    package func inParallel(_ count: Int, _ body: (Int) -> Void) { workers.parallel(count, body) }

    /// Goes back to saved positions of random streams.
    package func restore(_ states: SavedOperationStates) {
        store.beginRun(writing: true)
        defer { store.endRun() }
        self.states.restore(states)
    }
}
