import AdjointCore

/// What a stack's handle refers to: values kept by the iterations of a loop for those of its gradient's.
///
/// `@unchecked Sendable`: a stack is made by a run and used by that run's kernels, one after another.
final class ValueStack: @unchecked Sendable {
    let name: String
    private let limit: Int
    private var values: [NDArray] = []
    private var isClosed = false

    /// - Parameter limit: How many values it takes; a negative number means any.
    init(name: String, limit: Int) {
        self.name = name
        self.limit = limit
    }

    func push(_ value: NDArray) throws {
        try checkOpen()
        guard limit < 0 || values.count < limit else {
            throw OperationError("the stack '\(name)' holds its \(limit) values already")
        }
        values.append(value)
    }

    func pop() throws -> NDArray {
        try checkOpen()
        guard let value = values.popLast() else { throw OperationError("the stack '\(name)' is empty") }
        return value
    }

    func close() {
        values = []
        isClosed = true
    }

    private func checkOpen() throws {
        guard !isClosed else { throw OperationError("the stack '\(name)' is closed") }
    }
}

extension KernelArguments {
    /// The object that the handle at input `index` refers to.
    ///
    /// - Throws: ``OperationError`` if it refers to something else.
    func object<Object: AnyObject>(_ index: Int, as type: Object.Type, _ noun: String) throws -> Object {
        guard let object = input(index, as: AnyObject?.self).pointee as? Object else {
            throw OperationError("input \(index) is not the handle of a \(noun)")
        }
        return object
    }

    /// A copy of input `index`.
    func copy(of index: Int, _ operand: BindingContext.Operand) -> NDArray {
        let array = NDArray(zeros: operand.dtype, dimensions: operand.dimensions)
        ElementCopy.copy(operand.dtype, from: rawInput(index), to: array.storage.baseAddress, count: operand.count)
        return array
    }
}

extension OperationTraits {
    /// An op on what TensorFlow's older handles refer to, which are string references.
    static let stringHandleEffect: OperationTraits = {
        var traits = runEffect
        traits.hasStringHandle = true
        return traits
    }()
}
