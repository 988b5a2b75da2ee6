import AdjointCore
import AdjointKernels

/// A copy between two strided views of the same extents, planned once: dimensions that both sides walk through alike
/// are
/// merged, and the walk ends in one inner run.
///
/// Strides are in elements; a source stride of 0 repeats an element. Copies strings and handles by assignment.
struct ViewCopy: Sendable {
    private let dtype: DType
    private let extents: [Int]
    private let sourceStrides: [Int]
    private let targetStrides: [Int]
    private let sourceOffset: Int
    private let targetOffset: Int
    private let count: Int

    /// Plans a copy; offsets are where the first element lies on either side.
    init(
        _ dtype: DType, extents: [Int], sourceStrides: [Int], targetStrides: [Int], sourceOffset: Int = 0,
        targetOffset: Int = 0
    ) {
        precondition(
            extents.count == sourceStrides.count && extents.count == targetStrides.count,
            "a view needs one stride for each dimension")
        var merged: [(extent: Int, source: Int, target: Int)] = []
        for axis in extents.indices where extents[axis] != 1 {
            let (extent, source, target) = (extents[axis], sourceStrides[axis], targetStrides[axis])
            if let outer = merged.last, outer.source == source * extent, outer.target == target * extent {
                merged[merged.count - 1] = (outer.extent * extent, source, target)
            } else {
                merged.append((extent, source, target))
            }
        }
        if merged.isEmpty { merged.append((1, 1, 1)) }
        self.dtype = dtype
        self.extents = merged.map(\.extent)
        self.sourceStrides = merged.map(\.source)
        self.targetStrides = merged.map(\.target)
        self.sourceOffset = sourceOffset
        self.targetOffset = targetOffset
        self.count = extents.reduce(1, *)
    }

    /// Copies all elements.
    func run(from source: UnsafeRawPointer, to target: UnsafeMutableRawPointer, workers: WorkerPool) {
        guard count > 0 else { return }
        switch dtype {
        case .string: run(TensorString.self, source, target)
        case .resource, .variant: run(AnyObject?.self, source, target)
        default:
            switch dtype.byteCount {
            case 1: run(UInt8.self, source, target)
            case 2: run(UInt16.self, source, target)
            case 4: run(UInt32.self, source, target)
            case 8: run(UInt64.self, source, target)
            default: run(SIMD2<UInt64>.self, source, target)
            }
        }
    }

    private func run<Element>(
        _: Element.Type, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer
    ) {
        let source = source.assumingMemoryBound(to: Element.self) + sourceOffset
        let target = target.assumingMemoryBound(to: Element.self) + targetOffset
        let inner = extents.count - 1
        let (columns, sourceStep, targetStep) = (extents[inner], sourceStrides[inner], targetStrides[inner])
        for row in 0..<count / columns {
            var (rest, from, to) = (row, 0, 0)
            for axis in stride(from: inner - 1, through: 0, by: -1) {
                let index = rest % extents[axis]
                rest /= extents[axis]
                from += index * sourceStrides[axis]
                to += index * targetStrides[axis]
            }
            let (rowSource, rowTarget) = (source + from, target + to)
            if sourceStep == 1, targetStep == 1 {
                rowTarget.update(from: rowSource, count: columns)
            } else {
                for column in 0..<columns { rowTarget[column * targetStep] = rowSource[column * sourceStep] }
            }
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
