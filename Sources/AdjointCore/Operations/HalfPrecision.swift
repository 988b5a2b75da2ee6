import AdjointKernels

extension ExecutableOperation {
    /// The op's kernel; where that takes no half precision, one that computes in float32 and rounds each result once.
    ///
    /// - Throws: What ``bind(_:)`` throws.
    public func kernel(_ context: borrowing BindingContext) throws -> Kernel {
        guard context.inputs.contains(where: \.isHalf) || context.outputs.contains(where: \.isHalf) else {
            return try bind(context)
        }
        do {
            return try bind(context)
        } catch let error as OperationError {
            // Whatever else is wrong is wrong in float32, too.
            return try kernelInSinglePrecision(context, insteadOf: error)
        }
    }

    private func kernelInSinglePrecision(
        _ context: borrowing BindingContext, insteadOf error: OperationError
    ) throws -> Kernel {
        let (traits, inputs, outputs) = (traits, context.inputs, context.outputs)
        let kernel = try bind(
            BindingContext(
                inputs: inputs.map(\.widened), outputs: outputs.map(\.widened),
                constants: context.constants.map { $0.map { $0.dtype == .float16 ? $0.widened : $0 } },
                state: context.state))
        /// Where in the scratch memory the widened elements lie; `nil` for what is passed on as it is.
        var byteCount = AlignedMemory.rounded(kernel.scratchByteCount)
        func place(_ operand: BindingContext.Operand) -> Int? {
            guard operand.isHalf else { return nil }
            defer { byteCount += AlignedMemory.rounded(operand.count * MemoryLayout<Float>.size) }
            return byteCount
        }
        let inputPlaces = inputs.map(place)
        let outputPlaces = outputs.enumerated().map { port, operand in
            traits.aliases[port].map { inputPlaces[$0] } ?? place(operand)
        }
        return Kernel(scratchByteCount: byteCount, operationCount: kernel.operationCount) { arguments in
            let (scratch, workers) = (arguments.scratch, arguments.workers)
            let sink = arguments.sink.map { NarrowingSink($0, outputs) }
            try withUnsafeTemporaryAllocation(
                of: UnsafeMutableRawPointer.self, capacity: inputs.count + outputs.count
            ) { pointers in
                guard let table = pointers.baseAddress else { return }
                for (index, place) in inputPlaces.enumerated() {
                    let source = arguments.rawInput(index)
                    (table + index).initialize(to: place.map { scratch + $0 } ?? source)
                    guard place != nil else { continue }
                    Elementwise.cast(
                        source, .float16, to: table[index], .float32, count: inputs[index].count, workers: workers)
                }
                for (index, place) in outputPlaces.enumerated() {
                    (table + inputs.count + index).initialize(
                        to: place.map { scratch + $0 } ?? arguments.rawOutput(index))
                }
                try kernel.body(
                    KernelArguments(
                        pointers: table, inputCount: inputs.count, scratch: scratch, workers: workers, sink: sink))
            }
            func narrow(_ place: Int, to target: UnsafeMutableRawPointer, count: Int) {
                Elementwise.cast(scratch + place, .float32, to: target, .float16, count: count, workers: workers)
            }
            for (index, place) in inputPlaces.enumerated() where traits.effects[index].map({ $0 != .inspects }) ?? false
            {
                if let place { narrow(place, to: arguments.rawInput(index), count: inputs[index].count) }
            }
            guard sink == nil else { return }
            for (index, place) in outputPlaces.enumerated() where traits.aliases[index] == nil {
                if let place { narrow(place, to: arguments.rawOutput(index), count: outputs[index].count) }
            }
        }
    }
}

/// Takes outputs in float32 where the op's are of half precision.
private final class NarrowingSink: KernelOutputSink {
    private let sink: any KernelOutputSink
    private let outputs: [BindingContext.Operand]

    init(_ sink: any KernelOutputSink, _ outputs: [BindingContext.Operand]) {
        self.sink = sink
        self.outputs = outputs
    }

    func setOutput(_ index: Int, _ array: NDArray) {
        sink.setOutput(index, outputs[index].isHalf && array.dtype == .float32 ? array.converted(to: .float16) : array)
    }
}

extension BindingContext.Operand {
    fileprivate var isHalf: Bool { dtype == .float16 }

    fileprivate var widened: Self { isHalf ? Self(dtype: .float32, dimensions: dimensions) : self }
}

extension NDArray {
    fileprivate var widened: NDArray { converted(to: .float32) }

    /// The elements, of half or single precision, in the other of the two.
    fileprivate func converted(to dtype: DType) -> NDArray {
        let (from, to): (ElementType, ElementType) =
            dtype == .float32 ? (.float16, .float32) : (.float32, .float16)
        return NDArray(dtype: dtype, dimensions: dimensions) { bytes in
            guard let target = bytes.baseAddress, count > 0 else { return }
            withUnsafeBytes { source in
                guard let source = source.baseAddress else { return }
                Elementwise.cast(source, from, to: target, to, count: count, workers: .serial)
            }
        }
    }
}
