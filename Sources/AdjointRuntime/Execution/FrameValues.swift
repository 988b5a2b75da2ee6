import AdjointCore

/// The values of a run's frame as arrays: what nodes see that are bound during the run.
struct FrameValues {
    let frame: Frame
    let plan: Plan

    /// The value of an input as an array, under the shape it has as that input: a view may have changed it.
    func value(_ input: Plan.BoundValue) throws -> NDArray {
        let array = try storedValue(input)
        guard let dimensions = input.type.shape.dimensions, dimensions != array.dimensions,
            dimensions.reduce(1, *) == array.count
        else { return array }
        return array.reshaped(to: dimensions)
    }

    /// The value as it is stored; a view of the frame's memory where it lies there.
    private func storedValue(_ input: Plan.BoundValue) throws -> NDArray {
        switch input.buffer {
        case .constant(let array): return array
        case .owned(let index): return frame.owned[index]
        case .dynamic(let index):
            guard let array = frame.dynamic[index] else { throw OperationError("an input was not computed") }
            return array
        case .feed(let index):
            if case .array(let array) = frame.feeds[index] { return array }
            return view(input, at: UnsafeMutableRawPointer(frame.scalars + index))
        case .fetch(let index): return frame.results[index]!
        case .variable(let index):
            guard let array = plan.variables[index].array else {
                return NDArray(zeros: input.type.dtype, dimensions: [])
            }
            return NDArray(
                storage: NDArrayStorage(
                    viewing: UnsafeRawBufferPointer(start: array.storage.baseAddress, count: array.byteCount),
                    dtype: array.dtype, owner: array.storage), dtype: array.dtype, dimensions: array.dimensions)
        case .arena(let offset): return view(input, at: frame.arena + offset)
        }
    }

    private func view(_ input: Plan.BoundValue, at address: UnsafeMutableRawPointer) -> NDArray {
        let dimensions = input.type.shape.dimensions!
        let byteCount = dimensions.reduce(input.type.dtype.byteCount, *)
        return NDArray(
            storage: NDArrayStorage(
                viewing: UnsafeRawBufferPointer(start: address, count: byteCount), dtype: input.type.dtype, owner: frame
            ),
            dtype: input.type.dtype, dimensions: dimensions)
    }

    func address(_ input: Plan.BoundValue) throws -> UnsafeMutableRawPointer {
        if case .variable(let index) = input.buffer, let array = plan.variables[index].array {
            return array.storage.baseAddress
        }
        return try value(input).storage.baseAddress
    }

    /// Sets the pointers of later bound steps that read a value made just now.
    func publish(_ array: NDArray, as index: Int) {
        for entry in plan.dynamicReaders[index] { frame.table[entry] = array.storage.baseAddress }
    }

    func refreshPointers(ofVariable index: Int) {
        guard let array = plan.variables[index].array else { return }
        for patch in plan.patches {
            if case .variable(index) = patch.source { frame.table[patch.tableIndex] = array.storage.baseAddress }
        }
    }
}
