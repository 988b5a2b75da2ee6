/// How a product is cut into regions for the threads: `rowParts` by `columnParts`, each region with its whole depth.
///
/// The cut affects speed alone: a region's elements do not depend on it.
struct GemmGrid: Equatable {
    let rows: Int
    let columns: Int
    let tileColumns: Int
    let rowParts: Int
    let columnParts: Int
    /// Whether the work, all products of the batch together, is worth more than one thread.
    let isParallel: Bool

    /// The regions of one product.
    var regionCount: Int { rowParts * columnParts }

    /// The cheapest grid for a number of threads.
    ///
    /// The model, in multiply-adds: a region costs its elements times the depth, plus its packing (every thread packs
    /// the rows of A and the columns of B that its region needs), and the busiest thread counts. Large products get
    /// several regions per thread, so that a thread that is held up gets fewer.
    ///
    /// - Complexity: O(threads).
    init(rows: Int, columns: Int, depth: Int, batchCount: Int = 1, tileColumns: Int, threadCount: Int) {
        self.rows = rows
        self.columns = columns
        self.tileColumns = tileColumns
        let stripes = max(1, (columns + tileColumns - 1) / tileColumns)
        let work = Self.cost(rows: rows, columns: columns) * Double(depth) * Double(batchCount)
        let usefulThreads = min(Double(threadCount), work / Self.leastWork)
        isParallel = usefulThreads >= 2
        guard isParallel, batchCount < threadCount * Self.regionsPerThread else {
            (rowParts, columnParts) = (1, 1)
            return
        }
        let threads = Int(usefulThreads)
        let regionsPerThread = min(Double(Self.regionsPerThread), max(1, work / Double(threads) / Self.largeWork))
        let wanted = max(1, threads * Int(regionsPerThread) / batchCount)
        var best = (rowParts: 1, columnParts: 1)
        var leastCost = Double.infinity
        for rowParts in 1...min(wanted, max(1, rows)) {
            let columnParts = min(wanted / rowParts, stripes)
            let regionRows = (rows + rowParts - 1) / rowParts
            let regionColumns = min(columns, (stripes + columnParts - 1) / columnParts * tileColumns)
            let rounds = (batchCount * rowParts * columnParts + threads - 1) / threads
            let cost = Double(rounds) * Self.cost(rows: regionRows, columns: regionColumns)
            if cost < leastCost {
                leastCost = cost
                best = (rowParts, columnParts)
            }
        }
        (rowParts, columnParts) = best
    }

    /// The rows and columns of a region, row by row of the grid.
    func region(_ index: Int) -> (rows: Range<Int>, columns: Range<Int>) {
        let (rowPart, columnPart) = index.quotientAndRemainder(dividingBy: columnParts)
        let stripes = (columns + tileColumns - 1) / tileColumns
        return (
            Self.start(rowPart, of: rowParts, in: rows)..<Self.start(rowPart + 1, of: rowParts, in: rows),
            min(
                columns, Self.start(columnPart, of: columnParts, in: stripes) * tileColumns)..<min(
                    columns, Self.start(columnPart + 1, of: columnParts, in: stripes) * tileColumns)
        )
    }

    /// A region's cost per unit of depth. Packing an element costs about as much as eight multiply-adds in the tiles.
    private static func cost(rows: Int, columns: Int) -> Double {
        Double(rows) * Double(columns) + 8 * (Double(rows) + Double(columns))
    }

    /// Where part `index` of `parts` nearly equal parts begins.
    private static func start(_ index: Int, of parts: Int, in total: Int) -> Int {
        total / parts * index + min(index, total % parts)
    }

    /// Multiply-adds below which another thread does not pay: some microseconds.
    private static let leastWork = 150_000.0
    /// Multiply-adds of a region above which a thread's share is cut further: some tenths of a millisecond.
    private static let largeWork = 12_000_000.0
    private static let regionsPerThread = 4
}
