import AdjointCore
import AdjointKernels

/// A copy between two strided views of the same extents, planned once.
///
/// Strides are in elements; a source stride of 0 repeats an element, a negative one walks backwards. Plain elements go
/// through the strided-copy kernel; strings and handles are copied one by one, by assignment.
struct ViewCopy: Sendable {
    private let dtype: DType
    private let extents: [Int]
    private let sourceStrides: [Int]
    private let targetStrides: [Int]
    private let sourceOffset: Int
    private let targetOffset: Int
    private let count: Int
    /// The kernel's plan; `nil` for elements that must be assigned, and for more than eight dimensions.
    private let plan: StridedCopy?

    /// Plans a copy; offsets are where the first element lies on either side.
    init(
        _ dtype: DType, extents: [Int], sourceStrides: [Int], targetStrides: [Int], sourceOffset: Int = 0,
        targetOffset: Int = 0
    ) {
        precondition(
            extents.count == sourceStrides.count && extents.count == targetStrides.count,
            "a view needs one stride for each dimension")
        self.dtype = dtype
        self.extents = extents
        self.sourceStrides = sourceStrides
        self.targetStrides = targetStrides
        self.sourceOffset = sourceOffset
        self.targetOffset = targetOffset
        self.count = extents.reduce(1, *)
        self.plan =
            dtype.isManaged
            ? nil
            : StridedCopy(
                extents: extents, sourceStrides: sourceStrides, targetStrides: targetStrides,
                sourceOffset: sourceOffset, targetOffset: targetOffset)
    }

    /// Copies all elements.
    func run(from source: UnsafeRawPointer, to target: UnsafeMutableRawPointer, workers: WorkerPool) {
        guard count > 0 else { return }
        if let plan {
            plan.apply(from: source, to: target, elementSize: dtype.byteCount, workers: workers)
            return
        }
        for index in 0..<count {
            var (rest, from, to) = (index, sourceOffset, targetOffset)
            for axis in stride(from: extents.count - 1, through: 0, by: -1) {
                let coordinate = rest % extents[axis]
                rest /= extents[axis]
                from += coordinate * sourceStrides[axis]
                to += coordinate * targetStrides[axis]
            }
            let width = dtype.byteCount
            ElementCopy.copy(dtype, from: source + from * width, to: target + to * width, count: 1)
        }
    }
}

extension Kernel {
    /// Runs one planned copy from input `input` to output 0.
    static func copying(_ copy: ViewCopy, input: Int = 0) -> Kernel {
        Kernel { arguments in
            copy.run(from: arguments.rawInput(input), to: arguments.rawOutput(0), workers: arguments.workers)
        }
    }
}
