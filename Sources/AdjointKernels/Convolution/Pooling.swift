internal import CAdjointKernels

/// Pooling of images [batch, height, width, channels] over a sliding window, for `float32` and `float64`. Elements of the
/// window that lie beside the image count for nothing.
public struct Pooling: Sendable {
    private let image: ImageWindow

    /// The pooling of images with some channels.
    public init(window: SlidingWindow, channels: Int, _ type: ElementType) {
        image = ImageWindow(window, channels: channels, type)
    }

    /// An operation for every element that a window covers.
    public var operationCount: Int { image.readCount }

    /// The largest element of every window, NaN if one is (`MaxPool`).
    public func maximum(
        _ images: UnsafeRawPointer, to results: UnsafeMutableRawPointer, kernels: KernelTable = .best,
        workers: WorkerPool
    ) {
        forEachRow(workers) { index, rows, window in
            adjoint_max_pool(
                kernels.vectorISA, image.type.cType, &window, images + index * image.imageBytes,
                results + index * image.resultBytes, rows.lowerBound, rows.upperBound)
        }
    }

    /// Where the first largest element of every window stands, as an index into [height, width, channels], or, with
    /// `includesBatch`, into [batch, height, width, channels] (`MaxPoolWithArgmax`).
    public func indicesOfMaximum(
        _ images: UnsafeRawPointer, to indices: UnsafeMutablePointer<Int64>, includesBatch: Bool, workers: WorkerPool
    ) {
        let (imageCount, resultCount) = (
            image.imageBytes / image.type.byteCount, image.resultBytes / image.type.byteCount
        )
        forEachRow(workers) { index, rows, window in
            adjoint_max_pool_indices(
                image.type.cType, &window, images + index * image.imageBytes, indices + index * resultCount,
                includesBatch ? Int64(index * imageCount) : 0, rows.lowerBound, rows.upperBound)
        }
    }

    /// The gradient of ``maximum(_:to:kernels:workers:)``: each place's goes to the first largest element of its window
    /// (`MaxPoolGrad`).
    ///
    /// - Parameter rectified: Whether gradients of results that are not positive are dropped, as those of a rectifier's
    ///   outputs are.
    public func maximumGradient(
        _ images: UnsafeRawPointer, gradient: UnsafeRawPointer, to target: UnsafeMutableRawPointer,
        rectified: Bool = false, kernels: KernelTable = .best, workers: WorkerPool
    ) {
        image.forEachPiece(ofChannels: image.window.channels, workers: workers) { index, channels in
            var window = image.window
            adjoint_max_pool_gradient(
                kernels.vectorISA, image.type.cType, &window, images + index * image.imageBytes,
                gradient + index * image.resultBytes, target + index * image.imageBytes, rectified, channels)
        }
    }

    /// For every window, the element of `values` that stands where the first largest of `images` does
    /// (`MaxPoolGradGrad`).
    public func selectingAtMaximum(
        _ images: UnsafeRawPointer, values: UnsafeRawPointer, to results: UnsafeMutableRawPointer,
        kernels: KernelTable = .best, workers: WorkerPool
    ) {
        forEachRow(workers) { index, rows, window in
            adjoint_max_pool_select(
                kernels.vectorISA, image.type.cType, &window, images + index * image.imageBytes,
                values + index * image.imageBytes, results + index * image.resultBytes, rows.lowerBound,
                rows.upperBound)
        }
    }

    /// The mean of what every window covers (`AvgPool`).
    public func average(
        _ images: UnsafeRawPointer, to results: UnsafeMutableRawPointer, kernels: KernelTable = .best,
        workers: WorkerPool
    ) {
        forEachRow(workers) { index, rows, window in
            adjoint_average_pool(
                kernels.vectorISA, image.type.cType, &window, images + index * image.imageBytes,
                results + index * image.resultBytes, rows.lowerBound, rows.upperBound)
        }
    }

    /// The gradient of ``average(_:to:kernels:workers:)`` (`AvgPoolGrad`).
    public func averageGradient(
        _ gradient: UnsafeRawPointer, to target: UnsafeMutableRawPointer, kernels: KernelTable = .best,
        workers: WorkerPool
    ) {
        image.forEachPiece(ofChannels: image.window.channels, workers: workers) { index, channels in
            var window = image.window
            adjoint_average_pool_gradient(
                kernels.vectorISA, image.type.cType, &window, gradient + index * image.resultBytes,
                target + index * image.imageBytes, channels)
        }
    }

    private func forEachRow(
        _ workers: WorkerPool, _ body: (_ image: Int, _ rows: Range<Int>, _ window: inout adjoint_window) -> Void
    ) {
        image.forEachPiece(ofRows: image.window.rows, readCount: image.readCount, workers: workers) { index, rows in
            var window = image.window
            body(index, rows, &window)
        }
    }
}
