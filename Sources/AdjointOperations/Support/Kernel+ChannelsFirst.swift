import AdjointCore
import AdjointKernels

extension Kernel {
    /// This kernel, made for images whose channels come last, for images in a data format: where channels come first,
    /// the given inputs and outputs are transposed on the way.
    func images(
        in format: DataFormat, _ context: borrowing BindingContext, inputs: [Int], outputs: [Int]
    ) -> Kernel {
        guard format == .channelsFirst else { return self }
        var byteCount = AlignedMemory.rounded(scratchByteCount)
        func transposition(_ operand: BindingContext.Operand, toLast: Bool) -> (copy: StridedCopy, offset: Int) {
            let dimensions = operand.dimensions
            let last = [dimensions[0], dimensions[2], dimensions[3], dimensions[1]]
            guard
                let copy = toLast
                    ? StridedCopy.transpose(shape: dimensions, permutation: [0, 2, 3, 1])
                    : StridedCopy.transpose(shape: last, permutation: [0, 3, 1, 2])
            else { preconditionFailure("four dimensions always make a plan") }
            defer { byteCount += AlignedMemory.rounded(operand.count * operand.dtype.byteCount) }
            return (copy, byteCount)
        }
        let before = inputs.map { index in
            (index, context.inputs[index].dtype.byteCount, transposition(context.inputs[index], toLast: true))
        }
        let after = outputs.map { index in
            (index, context.outputs[index].dtype.byteCount, transposition(context.outputs[index], toLast: false))
        }
        let (inputCount, outputCount, body) = (context.inputs.count, context.outputs.count, body)
        return Kernel(scratchByteCount: byteCount, operationCount: operationCount) { arguments in
            let (scratch, workers) = (arguments.scratch, arguments.workers)
            try withUnsafeTemporaryAllocation(
                of: UnsafeMutableRawPointer.self, capacity: inputCount + outputCount
            ) { pointers in
                guard let table = pointers.baseAddress else { return }
                for index in 0..<inputCount { (table + index).initialize(to: arguments.rawInput(index)) }
                for index in 0..<outputCount {
                    (table + inputCount + index).initialize(to: arguments.rawOutput(index))
                }
                for (index, elementSize, (copy, offset)) in before {
                    copy.apply(from: table[index], to: scratch + offset, elementSize: elementSize, workers: workers)
                    table[index] = scratch + offset
                }
                for (index, _, (_, offset)) in after { table[inputCount + index] = scratch + offset }
                try body(
                    KernelArguments(pointers: table, inputCount: inputCount, scratch: scratch, workers: workers))
            }
            for (index, elementSize, (copy, offset)) in after {
                copy.apply(
                    from: scratch + offset, to: arguments.rawOutput(index), elementSize: elementSize, workers: workers)
            }
        }
    }
}
