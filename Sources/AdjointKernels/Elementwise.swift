import CAdjointKernels

/// Functions applied to every element of an array.
///
/// An element's result depends on nothing but its own arguments: not on its position, the count, alignment or threads.
/// A target may be one of the sources; it must not overlap one otherwise.
public enum Elementwise {
    /// Applies a function of one argument: `target[i] = function(source[i])`.
    ///
    /// - Parameters:
    ///   - function: A function that supports `type`.
    ///   - type: The type of the elements of source and target.
    ///   - source: The arguments.
    ///   - target: Where the results go; may be `source`.
    ///   - count: The number of elements.
    ///   - alpha: The slope of `leakyRelu` below zero (TensorFlow's attribute is a float, also for doubles); other
    ///     functions ignore it.
    ///   - kernels: The kernels to compute with.
    ///   - workers: The threads to compute on.
    public static func apply(
        _ function: UnaryFunction, _ type: ElementType, _ source: UnsafeRawPointer, to target: UnsafeMutableRawPointer,
        count: Int, alpha: Double = Double(Float(0.2)), kernels: KernelTable = .best, workers: WorkerPool
    ) {
        precondition(function.supports(type), "\(function) does not take \(type)")
        let size = type.byteCount
        workers.parallelRanges(count, grain: function.grain) { range in
            let offset = range.lowerBound * size
            adjoint_unary_apply(
                kernels.vectorISA, function.cFunction, type.cType, source + offset, target + offset, range.count, alpha)
        }
    }

    /// Applies a gradient: `target[i]` from `gradient[i]` and `value[i]`, the function's features or outputs.
    ///
    /// - Parameters:
    ///   - function: The gradient to compute.
    ///   - type: `float32` or `float64`.
    ///   - gradient: The incoming gradient g.
    ///   - value: The features or outputs, as the case of `function` says.
    ///   - target: Where the results go; may be `gradient` or `value`.
    ///   - count: The number of elements.
    ///   - alpha: The slope of `leakyRelu` below zero (TensorFlow's attribute is a float, also for doubles); other
    ///     functions ignore it.
    ///   - kernels: The kernels to compute with.
    ///   - workers: The threads to compute on.
    public static func applyGradient(
        _ function: UnaryGradient, _ type: ElementType, gradient: UnsafeRawPointer, value: UnsafeRawPointer,
        to target: UnsafeMutableRawPointer, count: Int, alpha: Double = Double(Float(0.2)),
        kernels: KernelTable = .best,
        workers: WorkerPool
    ) {
        precondition(type.isComputableFloat, "the gradient of \(function) does not take \(type)")
        let size = type.byteCount
        workers.parallelRanges(count, grain: function == .softplus ? 8192 : 32768) { range in
            let offset = range.lowerBound * size
            adjoint_unary_gradient_apply(
                kernels.vectorISA, function.cFunction, type.cType, gradient + offset, value + offset, target + offset,
                range.count, alpha)
        }
    }

    /// Answers a question about every element of `float32` or `float64`, one byte each.
    public static func test(
        _ predicate: FloatPredicate, _ type: ElementType, _ source: UnsafeRawPointer,
        to target: UnsafeMutableRawPointer, count: Int, workers: WorkerPool
    ) {
        precondition(type.isComputableFloat, "\(predicate) does not take \(type)")
        let size = type.byteCount
        workers.parallelRanges(count, grain: 32768) { range in
            adjoint_predicate_apply(
                adjoint_predicate(rawValue: predicate.rawValue), type.cType, source + range.lowerBound * size,
                (target + range.lowerBound).assumingMemoryBound(to: UInt8.self), range.count)
        }
    }

    /// Negates booleans (`LogicalNot`).
    public static func not(
        _ source: UnsafeRawPointer, to target: UnsafeMutableRawPointer, count: Int, workers: WorkerPool
    ) {
        workers.parallelRanges(count, grain: 65536) { range in
            adjoint_logical_not(
                (source + range.lowerBound).assumingMemoryBound(to: UInt8.self),
                (target + range.lowerBound).assumingMemoryBound(to: UInt8.self), range.count)
        }
    }

    /// Converts elements from one type to another (`Cast`).
    ///
    /// Floating point to integer truncates toward zero; what is out of range becomes the nearest representable number
    /// and NaN becomes 0 (TensorFlow leaves both open). Integers to narrower integers keep the low bits. Zero becomes
    /// false, everything else true. Roundings go to nearest, ties to even, once.
    ///
    /// - Parameters:
    ///   - source: The elements to convert.
    ///   - sourceType: Their type.
    ///   - target: Where the results go; must not overlap `source`.
    ///   - targetType: The results' type.
    ///   - count: The number of elements.
    ///   - workers: The threads to compute on.
    public static func cast(
        _ source: UnsafeRawPointer, _ sourceType: ElementType, to target: UnsafeMutableRawPointer,
        _ targetType: ElementType, count: Int, workers: WorkerPool
    ) {
        workers.parallelRanges(count, grain: 16384) { range in
            adjoint_cast(
                sourceType.cType, targetType.cType, source + range.lowerBound * sourceType.byteCount,
                target + range.lowerBound * targetType.byteCount, range.count)
        }
    }
}
