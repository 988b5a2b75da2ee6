import AdjointCore

/// A value that is handed over at the start of a run.
struct FeedSource: ExecutableOperation {
    /// Which feed of the request.
    var index: Int

    var traits: OperationTraits {
        var traits = OperationTraits()
        traits.role = .placeholder
        traits.isStateful = true
        return traits
    }

    var displayName: String { "feed" }

    func bind(_ context: borrowing BindingContext) throws -> Kernel {
        preconditionFailure("a feed has no kernel")
    }
}

/// A value that was known when the plan was made.
struct ConstantSource: ExecutableOperation {
    var value: NDArray

    var traits: OperationTraits { .pure }
    var displayName: String { "constant" }
    var constantValue: NDArray? { value }

    func bind(_ context: borrowing BindingContext) throws -> Kernel {
        preconditionFailure("a constant has no kernel")
    }
}

/// A copy of a value as it is at that place in the schedule: what breaks a cycle between reads and writes.
struct ValueCopy: ExecutableOperation {
    var traits: OperationTraits {
        var traits = OperationTraits()
        traits.isStateful = true
        return traits
    }

    var displayName: String { "copy" }

    func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let operand = context.outputs[0]
        if operand.dtype.isManaged { throw OperationError("a reference to strings cannot be copied between writes") }
        let byteCount = operand.count * operand.dtype.byteCount
        return Kernel { arguments in
            arguments.rawOutput(0).copyMemory(from: arguments.rawInput(0), byteCount: byteCount)
        }
    }
}
