import AdjointCore
import AdjointKernels

/// One execution of a node whose shapes, or the values its kernel is chosen by, are known only now.
struct DynamicExecution {
    let node: Plan.DynamicNode
    let values: FrameValues
    let workers: WorkerPool

    private var frame: Frame { values.frame }
    private var plan: Plan { values.plan }

    private final class Sink: KernelOutputSink {
        var outputs: [Int: NDArray] = [:]
        func setOutput(_ index: Int, _ array: NDArray) { outputs[index] = array }
    }

    func run() throws {
        let inputs = try node.inputs.map(values.value)
        let traits = node.operation.traits
        let outputTypes = node.outputs.map(\.type)
        var shapes = outputTypes.map(\.shape)
        if let definition = node.operation as? any OperationDefinition {
            let context = ShapeContext(
                inputs: zip(node.inputs, inputs).map {
                    TensorType($0.type.dtype, $1.shape, isReference: $0.type.isReference)
                },
                values: inputs.map { StaticValue.known($0) })
            let inferred = try definition.checkedShapes(context)
            shapes = zip(shapes, inferred).map { known, found in found.merged(with: known) ?? found }
        } else if node.operation is ValueCopy {
            shapes = [inputs[0].shape]
        }
        if traits.isPassage {
            try pass(inputs, shapes)
            return
        }
        for (input, effect) in traits.effects where effect == .initializes {
            // The variable takes on the shape it is given, where its declaration leaves that open. A write that returns
            // no reference is given it by its last input.
            guard case .variable(let index) = node.inputs[input].buffer,
                let dimensions = shapes.isEmpty ? inputs.last?.dimensions : shapes[0].dimensions,
                plan.variables[index].array?.dimensions != dimensions
            else { continue }
            plan.variables[index].array = NDArray(zeros: node.inputs[input].type.dtype, dimensions: dimensions)
            values.refreshPointers(ofVariable: index)
        }
        var pointers = try node.inputs.map { try values.address($0) }
        var outputs: [NDArray?] = []
        for (port, output) in node.outputs.enumerated() {
            if let input = traits.aliases[port] {
                pointers.append(pointers[input])
                outputs.append(nil)
            } else if traits.hasDataDependentShapes {
                pointers.append(frame.scratch)
                outputs.append(nil)
            } else {
                guard let dimensions = shapes[port].dimensions else {
                    throw OperationError("the shape of output \(port) is unknown even with all inputs known")
                }
                let array = NDArray(zeros: output.type.dtype, dimensions: dimensions)
                pointers.append(array.storage.baseAddress)
                outputs.append(array)
            }
        }
        let kernel = try node.operation.kernel(
            BindingContext(
                inputs: inputs.map { BindingContext.Operand(dtype: $0.dtype, dimensions: $0.dimensions) },
                outputs: node.outputs.enumerated().map { port, output in
                    BindingContext.Operand(
                        dtype: output.type.dtype,
                        dimensions: traits.hasDataDependentShapes ? [] : shapes[port].dimensions ?? [])
                },
                constants: inputs, state: node.state))
        let sink = Sink()
        let scratch = AlignedMemory.allocate(byteCount: kernel.scratchByteCount)
        defer { scratch.deallocate() }
        try withExtendedLifetime((inputs, outputs)) {
            try pointers.withUnsafeBufferPointer { table in
                try kernel.body(
                    KernelArguments(
                        pointers: table.baseAddress ?? UnsafePointer(frame.table), inputCount: inputs.count,
                        scratch: scratch, workers: workers, sink: traits.hasDataDependentShapes ? sink : nil))
            }
        }
        for (port, output) in node.outputs.enumerated() {
            guard case .dynamic(let index) = output.buffer, traits.aliases[port] == nil else { continue }
            guard let array = outputs[port] ?? sink.outputs[port] else {
                throw OperationError("the kernel did not set output \(port)")
            }
            frame.dynamic[index] = array
            values.publish(array, as: index)
        }
    }

    /// Hands inputs on under their new shapes. What the frame will use again, or for something else, is copied.
    private func pass(_ inputs: [NDArray], _ shapes: [Shape]) throws {
        for (port, input) in node.operation.traits.aliases {
            guard case .dynamic(let index) = node.outputs[port].buffer else { continue }
            let isDefault = node.operation.traits.role == .placeholder
            guard let dimensions = isDefault ? inputs[input].dimensions : shapes[port].dimensions else {
                throw OperationError("the shape of output \(port) is unknown even with all inputs known")
            }
            var array = inputs[input]
            switch node.inputs[input].buffer {
            case .dynamic(let source) where source == index: continue
            case .dynamic, .constant, .fetch: break
            case .arena, .feed, .owned, .variable: array = array.copied()
            }
            array = array.reshaped(to: dimensions)
            frame.dynamic[index] = array
            values.publish(array, as: index)
        }
    }
}
