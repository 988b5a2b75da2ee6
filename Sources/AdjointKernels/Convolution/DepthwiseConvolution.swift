internal import CAdjointKernels

/// Convolution of every channel of images [batch, height, width, channels] with filters of its own, [window height,
/// window width, channels, multiplier], for `float32` and `float64`; results have channels·multiplier channels.
///
/// An element is one chain of fused multiply-adds over what lies inside the image, in ascending order.
public struct DepthwiseConvolution: Sendable {
    private let image: ImageWindow
    private let multiplier: Int

    /// The convolution of images with some channels.
    public init(window: SlidingWindow, channels: Int, multiplier: Int, _ type: ElementType) {
        image = ImageWindow(window, channels: channels, type)
        self.multiplier = multiplier
    }

    /// Two operations per multiply-add.
    public var operationCount: Int { 2 * multiplier * image.readCount }

    /// The results.
    public func run(
        _ images: UnsafeRawPointer, filter: UnsafeRawPointer, to results: UnsafeMutableRawPointer,
        kernels: KernelTable = .best, workers: WorkerPool
    ) {
        let resultBytes = image.resultBytes * multiplier
        image.forEachPiece(
            ofRows: image.window.rows, readCount: image.readCount * multiplier, workers: workers
        ) { index, rows in
            var window = image.window
            adjoint_depthwise(
                kernels.vectorISA, image.type.cType, &window, multiplier, images + index * image.imageBytes, filter,
                results + index * resultBytes, rows.lowerBound, rows.upperBound)
        }
    }

    /// The gradient of the images.
    public func imageGradient(
        _ gradient: UnsafeRawPointer, filter: UnsafeRawPointer, to target: UnsafeMutableRawPointer,
        kernels: KernelTable = .best, workers: WorkerPool
    ) {
        let resultBytes = image.resultBytes * multiplier
        image.forEachPiece(
            ofRows: image.window.height, readCount: image.readCount * multiplier, workers: workers
        ) { index, rows in
            var window = image.window
            adjoint_depthwise_image_gradient(
                kernels.vectorISA, image.type.cType, &window, multiplier, gradient + index * resultBytes, filter,
                target + index * image.imageBytes, rows.lowerBound, rows.upperBound)
        }
    }

    /// The gradient of the filter.
    public func filterGradient(
        _ images: UnsafeRawPointer, gradient: UnsafeRawPointer, to target: UnsafeMutableRawPointer,
        kernels: KernelTable = .best, workers: WorkerPool
    ) {
        let outputs = image.window.channels * multiplier
        let pieces = (outputs + ImageWindow.laneMultiple - 1) / ImageWindow.laneMultiple
        let taps = image.window.window_height * image.window.window_width
        let perTask = max(1, image.readCount * multiplier / max(1, taps * pieces))
        workers.parallelRanges(taps * pieces, grain: max(1, 32768 / perTask)) { range in
            var window = image.window
            for task in range {
                let (tap, piece) = task.quotientAndRemainder(dividingBy: pieces)
                let start = piece * ImageWindow.laneMultiple
                adjoint_depthwise_filter_gradient(
                    kernels.vectorISA, image.type.cType, &window, multiplier, image.batch, images, gradient, tap,
                    target, adjoint_channels(start: start, end: min(outputs, start + ImageWindow.laneMultiple)))
            }
        }
    }
}
