/// How a product is cut into regions for the threads: `rowParts` by `columnParts`, each region with its whole depth.
///
/// The cut affects speed alone: a region's elements do not depend on it.
struct GemmGrid: Equatable {
    let rows: Int
    let columns: Int
    let tileColumns: Int
    private(set) var rowParts: Int
    private(set) var columnParts: Int
    /// Whether the work, all products of the batch together, is worth more than one thread.
    let isParallel: Bool

    /// The regions of one product.
    var regionCount: Int { rowParts * columnParts }

    /// The grid for a number of threads.
    ///
    /// The model, in multiply-adds: a region costs its elements times the depth, plus its packing (every thread packs
    /// the rows of A and the columns of B that its region needs), and the busiest thread counts. Large products get
    /// several regions per thread where that costs next to nothing, so that a thread that is held up gets fewer.
    ///
    /// - Complexity: O(threads).
    init(rows: Int, columns: Int, depth: Int, batchCount: Int = 1, tileColumns: Int, threadCount: Int) {
        self.rows = rows
        self.columns = columns
        self.tileColumns = tileColumns
        let work = Self.cost(rows: rows, columns: columns) * Double(depth) * Double(batchCount)
        let threads = Int(min(Double(threadCount), work / (Self.leastWorkPerTileColumn * Double(tileColumns))))
        isParallel = threads >= 2
        (rowParts, columnParts) = (1, 1)
        guard isParallel else { return }
        var leastCost = Double.infinity
        for regionsPerThread in [1, 2, 4] {
            let wanted = max(1, threads * regionsPerThread / batchCount)
            let isLarge = work / Double(threads * regionsPerThread) >= Self.largeWork
            guard regionsPerThread == 1 || isLarge, wanted > rowParts * columnParts else { break }
            let cut = Self.cheapestCut(
                rows: rows, columns: columns, tileColumns: tileColumns, regionLimit: wanted, batchCount: batchCount,
                threads: threads)
            guard cut.cost <= leastCost * Self.costOfBalance else { break }
            leastCost = min(leastCost, cut.cost)
            (rowParts, columnParts) = (cut.rowParts, cut.columnParts)
        }
    }

    /// The cut into at most `regionLimit` regions whose busiest thread has the least to do.
    private static func cheapestCut(
        rows: Int, columns: Int, tileColumns: Int, regionLimit: Int, batchCount: Int, threads: Int
    ) -> (rowParts: Int, columnParts: Int, cost: Double) {
        let stripes = (columns + tileColumns - 1) / tileColumns
        var best = (rowParts: 1, columnParts: 1, cost: Double.infinity)
        for rowParts in 1...min(regionLimit, rows) {
            let columnParts = min(regionLimit / rowParts, stripes)
            let regionRows = (rows + rowParts - 1) / rowParts
            let regionColumns = min(columns, (stripes + columnParts - 1) / columnParts * tileColumns)
            let rounds = (batchCount * rowParts * columnParts + threads - 1) / threads
            let cost = Double(rounds) * Self.cost(rows: regionRows, columns: regionColumns)
            if cost < best.cost { best = (rowParts, columnParts, cost) }
        }
        return best
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

    /// Multiply-adds, for each column of a tile, below which another thread does not pay: some microseconds, whatever
    /// the vectors' width.
    private static let leastWorkPerTileColumn = 9_000.0
    /// Multiply-adds that make a region large: some tenths of a millisecond.
    private static let largeWork = 12_000_000.0
    /// How much more several regions per thread may cost than one.
    private static let costOfBalance = 1.005
}
