/// How the places of a sliding window read an image [height, width, channels].
///
/// Where every element of every window lies inside the image, it is read where it is. Else a band of places works on a
/// slab: the rows of the image that the band reads, with zeros beside them, in memory that stays in the cache.
struct ImageReader: Sendable {
    let height: Int
    let width: Int
    let channels: Int
    /// The places.
    let rows: Int
    let columns: Int
    /// How far apart places are in the image.
    let rowStep: Int
    let columnStep: Int
    /// Where in the image, or beside it, the first place's first element lies.
    let top: Int
    let left: Int
    /// The rows that a place reads, from its first.
    let windowRows: Int
    let slabWidth: Int
    /// Whether the image is read where it is.
    let isDirect: Bool
    /// Rows of places that work on one slab.
    let bandRows: Int

    /// - Parameters:
    ///   - taps: Where the elements of the window lie at place (0, 0).
    ///   - elementBytes: The bytes of a number.
    init(
        height: Int, width: Int, channels: Int, rows: Int, columns: Int, rowStep: Int, columnStep: Int,
        taps: [(row: Int, column: Int)], elementBytes: Int
    ) {
        (self.height, self.width, self.channels) = (height, width, channels)
        (self.rows, self.columns, self.rowStep, self.columnStep) = (rows, columns, rowStep, columnStep)
        let tapRows = taps.map(\.row), tapColumns = taps.map(\.column)
        top = tapRows.min() ?? 0
        left = tapColumns.min() ?? 0
        windowRows = (tapRows.max() ?? 0) - top + 1
        slabWidth = max(0, columns - 1) * columnStep + (tapColumns.max() ?? 0) - left + 1
        isDirect =
            top >= 0 && left >= 0 && left + slabWidth <= width
            && top + max(0, rows - 1) * rowStep + windowRows <= height
        let slabRows = Self.slabBytes / max(1, slabWidth * channels * elementBytes)
        bandRows = max(1, min(rows, (slabRows - windowRows) / rowStep + 1))
    }

    /// A slab of this size leaves room in a second-level cache for what it meets.
    private static let slabBytes = 256 << 10

    /// The numbers from one row to the next, in the slab or the image.
    var rowStride: Int { (isDirect ? width : slabWidth) * channels }

    /// The numbers of the slab of a band of places.
    func slabCount(bandRows: Int) -> Int {
        isDirect || bandRows == 0 ? 0 : ((bandRows - 1) * rowStep + windowRows) * rowStride
    }

    /// Where a tap lies, in numbers from a place's first element.
    func offset(row: Int, column: Int) -> Int { (row - top) * rowStride + (column - left) * channels }

    /// Where the places of a band begin, in numbers from the first one.
    func placeOffsets(bandRows: Int) -> [Int] {
        (0..<(bandRows * columns)).map { place in
            let (row, column) = place.quotientAndRemainder(dividingBy: columns)
            return row * rowStep * rowStride + column * columnStep * channels
        }
    }

    /// The first number that a band of places reads: in the image, or in the slab, which is filled.
    func read<Scalar>(
        _ image: UnsafePointer<Scalar>, band: Range<Int>, slab: UnsafeMutablePointer<Scalar>
    ) -> UnsafePointer<Scalar> {
        let firstRow = band.lowerBound * rowStep + top
        if isDirect { return image + (firstRow * width + left) * channels }
        let before = min(slabWidth, max(0, -left)) * channels
        let inside = max(0, min(width, left + slabWidth) - max(0, left)) * channels
        let size = MemoryLayout<Scalar>.stride
        for index in 0..<((band.count - 1) * rowStep + windowRows) {
            let line = UnsafeMutableRawPointer(slab + index * rowStride)
            let row = firstRow + index
            guard row >= 0, row < height, inside > 0 else {
                line.initializeMemory(as: UInt8.self, repeating: 0, count: rowStride * size)
                continue
            }
            line.initializeMemory(as: UInt8.self, repeating: 0, count: before * size)
            let source = image + (row * width + max(0, left)) * channels
            (line + before * size).copyMemory(from: source, byteCount: inside * size)
            (line + (before + inside) * size).initializeMemory(
                as: UInt8.self, repeating: 0, count: (rowStride - before - inside) * size)
        }
        return UnsafePointer(slab)
    }
}
