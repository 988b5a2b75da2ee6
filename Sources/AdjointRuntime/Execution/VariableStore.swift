import AdjointCore
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// One variable's value in one session.
///
/// `@unchecked Sendable`: read and written only between `VariableStore.beginRun` and `endRun`, which give runs that
/// write variables the store to themselves.
final class VariableBuffer: @unchecked Sendable {
    let node: Int
    let dtype: DType
    /// The value; memory of the declared shape once the variable was touched, `nil` before or if no shape is declared.
    var array: NDArray?
    var isInitialized = false

    init(node: Int, dtype: DType, array: NDArray?) {
        self.node = node
        self.dtype = dtype
        self.array = array
    }
}

/// The variables of a session, and the lock between runs that write them and runs that read them.
///
/// `@unchecked Sendable`: the read-write lock is made to be shared between threads, and lives at a fixed address.
final class VariableStore: @unchecked Sendable {
    private let buffers = Mutex<[Int: VariableBuffer]>([:])
    private let lock: UnsafeMutablePointer<pthread_rwlock_t>

    init() {
        lock = .allocate(capacity: 1)
        let status = pthread_rwlock_init(lock, nil)
        precondition(status == 0, "the read-write lock could not be made")
    }

    deinit {
        pthread_rwlock_destroy(lock)
        lock.deallocate()
    }

    /// The buffer of a variable node, made when first asked for.
    func buffer(for node: Int, type: TensorType) -> VariableBuffer {
        buffers.withLock { buffers in
            if let buffer = buffers[node] { return buffer }
            let array = type.shape.dimensions.map { NDArray(zeros: type.dtype, dimensions: $0) }
            let buffer = VariableBuffer(node: node, dtype: type.dtype, array: array)
            buffers[node] = buffer
            return buffer
        }
    }

    /// Gives a variable a value, in memory that nobody else holds; to be called between `beginRun(writing: true)` and
    /// `endRun`.
    func set(_ node: Int, to value: NDArray) {
        buffers.withLock { buffers in
            let buffer = buffers[node] ?? VariableBuffer(node: node, dtype: value.dtype, array: nil)
            buffer.array = value
            buffer.isInitialized = true
            buffers[node] = buffer
        }
    }

    /// The memory of a variable for a value of the given shape, its elements yet to be written: what it has already where
    /// that fits. To be called between `beginRun(writing: true)` and `endRun`; the variable counts as initialized after.
    func memory(for node: Int, dtype: DType, dimensions: [Int]) -> NDArray {
        if let array = existingBuffer(for: node)?.array, array.dimensions == dimensions { return array }
        return NDArray(
            storage: NDArrayStorage(dtype: dtype, count: dimensions.reduce(1, *), zeroed: false), dtype: dtype,
            dimensions: dimensions)
    }

    /// The buffer of a variable node if it was ever touched.
    func existingBuffer(for node: Int) -> VariableBuffer? { buffers.withLock { $0[node] } }

    /// Waits for the store: to itself for a run that writes, beside other readers otherwise.
    func beginRun(writing: Bool) {
        let status = writing ? pthread_rwlock_wrlock(lock) : pthread_rwlock_rdlock(lock)
        precondition(status == 0, "the variables' lock failed with \(status)")
    }

    func endRun() { pthread_rwlock_unlock(lock) }
}
