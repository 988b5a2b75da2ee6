/// How two or three arrays broadcast to one shape, worked out once per set of shapes.
///
/// Shapes are aligned at their last dimension; a dimension of extent 1, or one that is missing, repeats (NumPy's and
/// TensorFlow's rule). Adjacent dimensions that every operand walks through alike are merged, so equal shapes take a
/// single loop whatever their rank.
public struct BroadcastPlan: Hashable, Sendable {
    /// The number of elements of the result.
    public let count: Int

    /// Dimensions after merging, outermost first; unused ones have extent 1. The last two are `rows` and `columns`.
    let rank: Int
    let extents: SIMD8<Int>
    let leftStrides: SIMD8<Int>
    let rightStrides: SIMD8<Int>
    let conditionStrides: SIMD8<Int>

    /// The plan of a function of two operands; nil if their shapes do not broadcast, or if more than eight dimensions
    /// are left after merging.
    public init?(_ left: [Int], _ right: [Int]) {
        self.init(condition: nil, left, right)
    }

    /// The plan of a selection with a condition and two operands; nil as for two.
    public init?(condition: [Int], _ left: [Int], _ right: [Int]) {
        self.init(condition: Optional(condition), left, right)
    }

    /// The shape that the given shapes broadcast to, or nil if they do not.
    public static func shape(of shapes: [Int]...) -> [Int]? {
        var result = [Int](repeating: 1, count: shapes.map(\.count).max() ?? 0)
        for shape in shapes {
            let missing = result.count - shape.count
            for (axis, extent) in shape.enumerated() where extent != 1 {
                guard result[missing + axis] == 1 || result[missing + axis] == extent else { return nil }
                result[missing + axis] = extent
            }
        }
        return result
    }

    /// Where the operands of an element of the result are, all in elements. O(rank).
    public func operands(of index: Int) -> (left: Int, right: Int, condition: Int) {
        var (rest, left, right, condition) = (index, 0, 0, 0)
        for axis in (0..<rank).reversed() {
            let coordinate = rest % extents[axis]
            rest /= extents[axis]
            left += coordinate * leftStrides[axis]
            right += coordinate * rightStrides[axis]
            condition += coordinate * conditionStrides[axis]
        }
        return (left, right, condition)
    }

    private init?(condition: [Int]?, _ left: [Int], _ right: [Int]) {
        guard let shape = Self.shape(of: left, right, condition ?? []) else { return nil }
        let operands = [left, right, condition ?? []].map { Self.strides(of: $0, broadcastTo: shape) }

        var merged: [(extent: Int, strides: [Int])] = []
        for (axis, extent) in shape.enumerated() where extent != 1 {
            let strides = operands.map { $0[axis] }
            if let outer = merged.last, zip(outer.strides, strides).allSatisfy({ $0 == $1 * extent }) {
                merged[merged.count - 1] = (outer.extent * extent, strides)
            } else {
                merged.append((extent, strides))
            }
        }
        // A result of one element is a run of one, which both operands advance through.
        if merged.isEmpty { merged.append((1, [1, 1, 1])) }
        guard merged.count <= 8 else { return nil }

        count = shape.reduce(1, *)
        rank = merged.count
        var extents = SIMD8<Int>(repeating: 1)
        var strides = [SIMD8<Int>](repeating: .zero, count: 3)
        for (axis, dimension) in merged.enumerated() {
            extents[axis] = dimension.extent
            for operand in 0..<3 { strides[operand][axis] = dimension.strides[operand] }
        }
        self.extents = extents
        (leftStrides, rightStrides, conditionStrides) = (strides[0], strides[1], strides[2])
    }

    /// Element strides of a contiguous array seen through a shape it broadcasts to: 0 where it repeats.
    private static func strides(of operand: [Int], broadcastTo shape: [Int]) -> [Int] {
        var result = [Int](repeating: 0, count: shape.count)
        var stride = 1
        for (axis, extent) in operand.enumerated().reversed() {
            result[shape.count - operand.count + axis] = extent == 1 ? 0 : stride
            stride *= extent
        }
        return result
    }

    /// A block of the result that lies contiguous: `rows` runs of `columns` elements, with where they start.
    struct Block {
        var rows: Int
        var columns: Int
        var target: Int
        var left: Int
        var right: Int
        var condition: Int
    }

    var columns: Int { extents[rank - 1] }

    /// Calls `body` with blocks that make up the result, in parallel.
    func parallelBlocks(grain: Int, workers: WorkerPool, _ body: (Block) -> Void) {
        guard count > 0 else { return }
        if rank == 1, count <= grain {
            // Small arrays come often, and the divisions below take longer than they do.
            return body(Block(rows: 1, columns: count, target: 0, left: 0, right: 0, condition: 0))
        }
        let columns = columns
        let rows = count / columns
        if rows == 1 || columns > 2 * grain {
            // Long runs are cut within.
            let pieces = workers.threadCount == 1 ? 1 : (columns + grain - 1) / grain
            let width = (columns + pieces - 1) / pieces
            workers.parallel(rows * pieces) { piece in
                let (row, start) = (piece / pieces, piece % pieces * width)
                var block = blockAtRow(row)
                (block.rows, block.columns) = (1, min(width, columns - start))
                if block.columns <= 0 { return }
                block.target += start
                block.left += start * leftStrides[rank - 1]
                block.right += start * rightStrides[rank - 1]
                block.condition += start * conditionStrides[rank - 1]
                body(block)
            }
            return
        }
        let rowsPerBlock = extents[rank - 2]
        workers.parallelRanges(rows, grain: max(1, grain / columns)) { range in
            var row = range.lowerBound
            while row < range.upperBound {
                var block = blockAtRow(row)
                block.rows = min(range.upperBound - row, rowsPerBlock - row % rowsPerBlock)
                block.columns = columns
                body(block)
                row += block.rows
            }
        }
    }

    /// Where a row, counted through all dimensions but the last, starts.
    private func blockAtRow(_ row: Int) -> Block {
        var block = Block(rows: 0, columns: 0, target: row * columns, left: 0, right: 0, condition: 0)
        var rest = row
        for axis in stride(from: rank - 2, through: 0, by: -1) {
            let index = rest % extents[axis]
            rest /= extents[axis]
            block.left += index * leftStrides[axis]
            block.right += index * rightStrides[axis]
            block.condition += index * conditionStrides[axis]
        }
        return block
    }
}
