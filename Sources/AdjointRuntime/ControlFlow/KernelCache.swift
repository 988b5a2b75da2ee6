import AdjointCore

/// The kernels of one node whose shapes are known only during a run, kept by the inputs they were bound for.
///
/// Belongs to one frame, which belongs to one run at a time.
final class KernelCache {
    /// What binding gave.
    struct Entry {
        /// `nil` for an op that only hands its input on.
        let kernel: Kernel?
        /// The outputs' dimensions; empty for outputs that the kernel makes itself.
        let outputs: [[Int]]
        fileprivate let inputs: [[Int]]
        /// The inputs whose elements were looked at, with those elements.
        fileprivate let values: [(input: Int, value: NDArray)]
    }

    /// Beyond this the entry made first goes.
    private static let limit = 16

    private var entries: [Entry] = []
    /// Inputs whose value the kernel cannot be bound without.
    private var neededValues: Set<Int> = []

    /// The kernel for inputs of these shapes and, where it depends on them, values.
    func entry(
        for operation: any ExecutableOperation, inputs: ContiguousArray<NDArray>, inputTypes: [TensorType],
        outputTypes: [TensorType], constants: [NDArray?], state: NodeState
    ) throws -> Entry {
        for position in entries.indices where Self.fits(entries[position], inputs) { return entries[position] }
        let entry = try bind(
            operation, inputs: inputs, inputTypes: inputTypes, outputTypes: outputTypes, constants: constants,
            state: state)
        if entries.count == Self.limit { entries.removeFirst() }
        entries.append(entry)
        return entry
    }

    private static func fits(_ entry: borrowing Entry, _ inputs: ContiguousArray<NDArray>) -> Bool {
        for index in inputs.indices where inputs[index].dimensions != entry.inputs[index] { return false }
        for known in entry.values where !known.value.isBitwiseEqual(to: inputs[known.input]) { return false }
        return true
    }

    private func bind(
        _ operation: any ExecutableOperation, inputs: ContiguousArray<NDArray>, inputTypes: [TensorType],
        outputTypes: [TensorType], constants: [NDArray?], state: NodeState
    ) throws -> Entry {
        let traits = operation.traits
        let reads = InputReads()
        let shapes = try operation.shapes(
            inputs: inputs, inputTypes: inputTypes, outputTypes: outputTypes, notingReadsIn: reads)
        var outputs: [[Int]] = []
        for port in outputTypes.indices {
            if traits.hasDataDependentShapes {
                outputs.append([])
            } else if let dimensions = shapes[port].dimensions {
                outputs.append(dimensions)
            } else {
                throw OperationError("the shape of output \(port) is unknown even with all inputs known")
            }
        }
        func entry(_ kernel: Kernel?) -> Entry {
            // What is kept must not be a view of memory that the next run uses for something else.
            let looked = neededValues.union(reads.indices).sorted().filter { constants[$0] == nil }
            return Entry(
                kernel: kernel, outputs: outputs, inputs: inputs.map(\.dimensions),
                values: looked.map { ($0, inputs[$0].dtype.isManaged ? inputs[$0] : inputs[$0].copied()) })
        }
        if traits.isPassage { return entry(nil) }
        let operands = zip(outputTypes, outputs).map { BindingContext.Operand(dtype: $0.dtype, dimensions: $1) }
        while true {
            var known = constants
            for input in neededValues { known[input] = inputs[input] }
            do {
                return entry(
                    try operation.kernel(
                        BindingContext(
                            inputs: inputs.map { BindingContext.Operand(dtype: $0.dtype, dimensions: $0.dimensions) },
                            outputs: operands, constants: known, state: state)))
            } catch let missing as BindingNeedsValue where neededValues.insert(missing.input).inserted {
                continue
            }
        }
    }
}

extension ExecutableOperation {
    /// The shapes of the outputs with all inputs known.
    func shapes(
        inputs: some Collection<NDArray>, inputTypes: [TensorType], outputTypes: [TensorType],
        notingReadsIn reads: InputReads? = nil
    ) throws -> [Shape] {
        let stated = outputTypes.map(\.shape)
        if self is ValueCopy { return inputs.map(\.shape) }
        guard let definition = self as? any OperationDefinition else { return stated }
        let context = ShapeContext(
            inputs: zip(inputTypes, inputs).map { TensorType($0.dtype, $1.shape, isReference: $0.isReference) },
            values: inputs.map { StaticValue.known($0) }, notingReadsIn: reads)
        return zip(stated, try definition.checkedShapes(context)).map { known, found in
            found.merged(with: known) ?? found
        }
    }
}
