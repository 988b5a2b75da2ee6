import CAdjointKernels
import Synchronization

extension Elementwise {
    /// Applies a function of two arguments with broadcasting.
    ///
    /// - Parameters:
    ///   - function: A function that supports `type`.
    ///   - type: The type of the elements of both operands and of the result.
    ///   - left: The first operand, contiguous.
    ///   - right: The second operand, contiguous.
    ///   - target: Where the result goes; may be an operand that has the result's shape.
    ///   - plan: The plan of the operands' shapes.
    ///   - kernels: The kernels to compute with.
    ///   - workers: The threads to compute on.
    /// - Returns: What has no value in integer arithmetic, if it was met; always nil for floating point.
    @discardableResult
    public static func apply(
        _ function: BinaryFunction, _ type: ElementType, _ left: UnsafeRawPointer, _ right: UnsafeRawPointer,
        to target: UnsafeMutableRawPointer, plan: BroadcastPlan, kernels: KernelTable = .best, workers: WorkerPool
    ) -> ArithmeticFault? {
        precondition(function.supports(type), "\(function) does not take \(type)")
        let size = type.byteCount
        let faults = Atomic<UInt32>(0)
        plan.parallelBlocks(grain: function.grain, workers: workers) { block in
            var walk = plan.walk(block)
            let fault = adjoint_binary_apply(
                kernels.vectorISA, function.cFunction, type.cType, left + block.left * size, right + block.right * size,
                target + block.target * size, &walk)
            if fault.rawValue != 0 { faults.bitwiseOr(UInt32(fault.rawValue), ordering: .relaxed) }
        }
        switch faults.load(ordering: .relaxed) {
        case 0: return nil
        case UInt32(ADJOINT_NEGATIVE_EXPONENT.rawValue): return .negativeIntegerExponent
        default: return .integerDivisionByZero
        }
    }

    /// Compares two operands with broadcasting, or combines booleans.
    ///
    /// - Parameters:
    ///   - comparison: A comparison that supports `type`.
    ///   - type: The type of both operands' elements.
    ///   - left: The first operand, contiguous.
    ///   - right: The second operand, contiguous.
    ///   - target: Where the booleans go, one byte each.
    ///   - plan: The plan of the operands' shapes.
    ///   - kernels: The kernels to compute with.
    ///   - workers: The threads to compute on.
    public static func compare(
        _ comparison: Comparison, _ type: ElementType, _ left: UnsafeRawPointer, _ right: UnsafeRawPointer,
        to target: UnsafeMutableRawPointer, plan: BroadcastPlan, kernels: KernelTable = .best, workers: WorkerPool
    ) {
        precondition(comparison.supports(type), "\(comparison) does not take \(type)")
        let size = type.byteCount
        plan.parallelBlocks(grain: 32768, workers: workers) { block in
            var walk = plan.walk(block)
            adjoint_comparison_apply(
                kernels.vectorISA, comparison.cFunction, type.cType, left + block.left * size,
                right + block.right * size, (target + block.target).assumingMemoryBound(to: UInt8.self), &walk)
        }
    }

    /// Chooses `left` where the condition holds, else `right`, with broadcasting (`Select`, `SelectV2`).
    ///
    /// - Parameters:
    ///   - elementSize: The bytes of one element: 1, 2, 4, 8 or 16.
    ///   - condition: Booleans.
    ///   - left: Elements for where the condition holds.
    ///   - right: Elements for where it does not.
    ///   - target: Where the result goes; may be an operand that has the result's shape.
    ///   - plan: The plan of the three shapes.
    ///   - workers: The threads to compute on.
    public static func select(
        elementSize: Int, condition: UnsafeRawPointer, _ left: UnsafeRawPointer, _ right: UnsafeRawPointer,
        to target: UnsafeMutableRawPointer, plan: BroadcastPlan, workers: WorkerPool
    ) {
        precondition([1, 2, 4, 8, 16].contains(elementSize), "cannot select elements of \(elementSize) bytes")
        let last = plan.rank - 1
        plan.parallelBlocks(grain: 32768, workers: workers) { block in
            for row in 0..<block.rows {
                let (l, r, c) = plan.offsets(block, row: row)
                adjoint_select_run(
                    elementSize, (condition + c).assumingMemoryBound(to: UInt8.self), left + l * elementSize,
                    right + r * elementSize, target + (block.target + row * block.columns) * elementSize, block.columns,
                    Int32(plan.conditionStrides[last]), Int32(plan.leftStrides[last]), Int32(plan.rightStrides[last]))
            }
        }
    }
}

extension BroadcastPlan {
    fileprivate func walk(_ block: Block) -> adjoint_binary_walk {
        adjoint_binary_walk(
            rows: block.rows, columns: block.columns, left_row_stride: rank >= 2 ? leftStrides[rank - 2] : 0,
            right_row_stride: rank >= 2 ? rightStrides[rank - 2] : 0, left_step: Int32(leftStrides[rank - 1]),
            right_step: Int32(rightStrides[rank - 1]))
    }

    fileprivate func offsets(_ block: Block, row: Int) -> (left: Int, right: Int, condition: Int) {
        guard rank >= 2 else { return (block.left, block.right, block.condition) }
        return (
            block.left + row * leftStrides[rank - 2], block.right + row * rightStrides[rank - 2],
            block.condition + row * conditionStrides[rank - 2]
        )
    }
}
