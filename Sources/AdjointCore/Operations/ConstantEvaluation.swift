public import AdjointKernels

extension OperationDefinition {
    /// The shapes that the op's rule gives.
    ///
    /// - Throws: what the rule throws; ``OperationError`` where no memory holds an output.
    package func checkedShapes(_ context: ShapeContext) throws -> [Shape] {
        let shapes = try inferShapes(context)
        if let shape = shapes.first(where: \.isTooLarge) {
            throw OperationError("an output of the shape \(shape) is too large for any memory")
        }
        return shapes
    }

    /// Shapes and known elements of the outputs.
    ///
    /// Index-typed outputs of a pure op with known inputs are worked out by running its kernel, if small: that is what
    /// shapes, axes and permutations are made of.
    func inferOutputs(
        _ context: ShapeContext, outputTypes: [TensorType]
    ) throws -> (shapes: [Shape], values: [StaticValue?]?) {
        let shapes = try checkedShapes(context)
        precondition(shapes.count == outputTypes.count, "\(Self.type): the shape rule gave \(shapes.count) shapes")
        let stated = inferStaticValues(context)
        if !stated.isEmpty { return (shapes, outputTypes.indices.map { stated[$0] }) }
        guard let first = outputTypes.first, DTypeSet.index.contains(first.dtype), !first.isReference,
            let count = shapes[0].elementCount, count <= ConstantEvaluation.elementLimit, !traits.isStateful,
            traits.role == .compute, !traits.hasDataDependentShapes
        else { return (shapes, nil) }
        var inputs: [NDArray] = []
        for index in context.inputs.indices {
            guard let value = context.value(index) else { return (shapes, nil) }
            inputs.append(value)
        }
        let outputs = try? ConstantEvaluation.evaluate(
            self, inputs: inputs,
            outputs: zip(outputTypes, shapes).map { type, shape in TensorType(type.dtype, shape) })
        return (shapes, outputs.map { $0.map(StaticValue.known) })
    }
}

/// Runs one kernel outside any session, on host values.
public enum ConstantEvaluation {
    /// Outputs larger than this are not evaluated while a graph is being built.
    static let elementLimit = 64

    private struct NoState: OperationStateProvider {
        func state<State: AnyObject & Sendable>(_ type: State.Type, create: () -> State) -> State { create() }
        var nondeterministicSeed: (UInt64, UInt64) { (0, 0) }
        func isVariableInitialized(input index: Int) -> Bool { false }
    }

    private final class Sink: KernelOutputSink {
        var outputs: [NDArray?]
        init(count: Int) { outputs = Array(repeating: nil, count: count) }
        func setOutput(_ index: Int, _ array: NDArray) { outputs[index] = array }
    }

    /// The outputs of an op for the given inputs.
    ///
    /// - Parameter outputs: element types and, unless the op sets its own outputs, fully known shapes.
    /// - Throws: what binding or running the kernel throws.
    public static func evaluate(
        _ operation: any ExecutableOperation, inputs: [NDArray], outputs: [TensorType], workers: WorkerPool = .shared,
        state: any OperationStateProvider = noState
    ) throws -> [NDArray] {
        let isDataDependent = operation.traits.hasDataDependentShapes
        let operands = outputs.map {
            BindingContext.Operand(dtype: $0.dtype, dimensions: isDataDependent ? [] : $0.shape.dimensions ?? [])
        }
        let kernel = try operation.kernel(
            BindingContext(
                inputs: inputs.map { BindingContext.Operand(dtype: $0.dtype, dimensions: $0.dimensions) },
                outputs: operands, constants: inputs, state: state))
        let sink = Sink(count: outputs.count)
        let results = operands.map { NDArray(zeros: $0.dtype, dimensions: isDataDependent ? [0] : $0.dimensions) }
        let pointers = inputs.map(\.storage.baseAddress) + results.map(\.storage.baseAddress)
        let scratch = AlignedMemory.allocate(byteCount: kernel.scratchByteCount)
        defer { scratch.deallocate() }
        try withExtendedLifetime((inputs, results)) {
            try pointers.withUnsafeBufferPointer { table in
                // A nullary op without outputs has an empty table, which kernels then never index.
                let base = table.baseAddress ?? UnsafePointer(bitPattern: 8)!
                try kernel.body(
                    KernelArguments(
                        pointers: base, inputCount: inputs.count, scratch: scratch, workers: workers,
                        sink: isDataDependent ? sink : nil))
            }
        }
        return isDataDependent ? zip(sink.outputs, results).map { $0 ?? $1 } : results
    }

    /// A provider for ops without state.
    public static let noState: any OperationStateProvider = NoState()
}
