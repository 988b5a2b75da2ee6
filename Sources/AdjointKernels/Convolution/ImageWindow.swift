internal import CAdjointKernels

/// A sliding window over images of some channels, as the image kernels take it: `float32` or `float64`.
struct ImageWindow: Sendable {
    let batch: Int
    let window: adjoint_window
    let type: ElementType

    init(_ window: SlidingWindow, channels: Int, _ type: ElementType) {
        precondition(type.isComputableFloat, "image kernels do not take \(type)")
        batch = window.batch
        self.type = type
        self.window = adjoint_window(
            height: window.height.input, width: window.width.input, channels: channels, rows: window.height.output,
            columns: window.width.output, window_height: window.height.window, window_width: window.width.window,
            row_stride: window.height.stride, column_stride: window.width.stride,
            row_dilation: window.height.dilation, column_dilation: window.width.dilation, top: window.height.padding,
            left: window.width.padding)
    }

    /// The bytes of an image.
    var imageBytes: Int { window.height * window.width * window.channels * type.byteCount }
    /// The bytes of an image's results, one for each place and channel.
    var resultBytes: Int { window.rows * window.columns * window.channels * type.byteCount }

    /// The elements that all windows cover.
    var readCount: Int {
        batch * window.rows * window.columns * window.channels * window.window_height * window.window_width
    }

    /// Calls `body` with every image and pieces of `rowCount` rows, in parallel.
    func forEachPiece(
        ofRows rowCount: Int, readCount: Int, workers: WorkerPool, _ body: (_ image: Int, _ rows: Range<Int>) -> Void
    ) {
        guard batch > 0, rowCount > 0 else { return }
        let perRow = max(1, readCount / (batch * rowCount))
        let piece = max(1, min(rowCount, Self.pieceCount / perRow))
        let pieces = (rowCount + piece - 1) / piece
        workers.parallelRanges(batch * pieces, grain: max(1, Self.pieceCount / max(1, piece * perRow))) { range in
            for task in range {
                let (image, index) = task.quotientAndRemainder(dividingBy: pieces)
                body(image, index * piece..<min(rowCount, (index + 1) * piece))
            }
        }
    }

    /// Calls `body` with every image and pieces of `channelCount` channels, whole vectors where there are fewer images
    /// than threads.
    func forEachPiece(
        ofChannels channelCount: Int, workers: WorkerPool, _ body: (_ image: Int, _ channels: adjoint_channels) -> Void
    ) {
        guard batch > 0, channelCount > 0 else { return }
        let piece = batch >= workers.threadCount ? channelCount : min(channelCount, Self.laneMultiple)
        let pieces = (channelCount + piece - 1) / piece
        let perTask = max(1, readCount / (batch * pieces))
        workers.parallelRanges(batch * pieces, grain: max(1, Self.pieceCount / perTask)) { range in
            for task in range {
                let (image, index) = task.quotientAndRemainder(dividingBy: pieces)
                body(image, adjoint_channels(start: index * piece, end: min(channelCount, (index + 1) * piece)))
            }
        }
    }

    /// Elements read in a task that is worth a thread.
    private static let pieceCount = 32768
    /// A whole number of vectors of any element type.
    static let laneMultiple = 16
}
