import AdjointCore
import AdjointKernels

/// A convolution of volumes as matrix products: the voxels under the window at every place of a slice are the rows of a
/// matrix, which the filter multiplies.
struct VolumeConvolution<Scalar: GemmScalar>: Sendable {
    let window: VolumeWindow
    let channels: Int
    let outputs: Int

    init(_ window: VolumeWindow, channels: Int, outputs: Int) {
        self.window = window
        self.channels = channels
        self.outputs = outputs
    }

    private var sliceCount: Int { window.batch * window.depth.output }
    private var rows: Int { window.height.output * window.width.output }
    private var depth: Int { window.tapCount * channels }
    private var filterCount: Int { depth * outputs }

    var operationCount: Int { sliceCount * Gemm.operationCount(rows: rows, columns: outputs, depth: depth) }
    /// Room for the matrix of one slice, and for a filter.
    var scratchByteCount: Int { (rows * depth + filterCount) * MemoryLayout<Scalar>.stride }

    func forward(
        _ volumes: UnsafePointer<Scalar>, filter: UnsafePointer<Scalar>, to results: UnsafeMutablePointer<Scalar>,
        scratch: UnsafeMutableRawPointer, workers: WorkerPool
    ) {
        let matrix = scratch.bindMemory(to: Scalar.self, capacity: rows * depth)
        for slice in 0..<sliceCount {
            gather(volumes, slice, to: matrix, workers: workers)
            Gemm.multiply(
                rows: rows, columns: outputs, depth: depth, a: UnsafePointer(matrix), aStride: depth, b: filter,
                bStride: outputs, into: results + slice * rows * outputs, cStride: outputs, workers: workers)
        }
    }

    func filterGradient(
        _ volumes: UnsafePointer<Scalar>, gradient: UnsafePointer<Scalar>, to target: UnsafeMutablePointer<Scalar>,
        scratch: UnsafeMutableRawPointer, workers: WorkerPool
    ) {
        let matrix = scratch.bindMemory(to: Scalar.self, capacity: rows * depth + filterCount)
        let part = matrix + rows * depth
        target.update(repeating: 0, count: filterCount)
        for slice in 0..<sliceCount {
            gather(volumes, slice, to: matrix, workers: workers)
            Gemm.multiply(
                transposeA: true, rows: depth, columns: outputs, depth: rows, a: UnsafePointer(matrix), aStride: depth,
                b: gradient + slice * rows * outputs, bStride: outputs, into: part, cStride: outputs, workers: workers)
            for index in 0..<filterCount { target[index] += part[index] }
        }
    }

    func volumeGradient(
        _ gradient: UnsafePointer<Scalar>, filter: UnsafePointer<Scalar>, to target: UnsafeMutablePointer<Scalar>,
        scratch: UnsafeMutableRawPointer, workers: WorkerPool
    ) {
        let matrix = scratch.bindMemory(to: Scalar.self, capacity: rows * depth)
        target.update(repeating: 0, count: window.batch * window.voxelCount * channels)
        for slice in 0..<sliceCount {
            Gemm.multiply(
                transposeB: true, rows: rows, columns: depth, depth: outputs, a: gradient + slice * rows * outputs,
                aStride: outputs, b: filter, bStride: outputs, into: matrix, cStride: depth, workers: workers)
            let volume = target + slice / window.depth.output * window.voxelCount * channels
            let first = slice % window.depth.output * rows
            for row in 0..<rows {
                let source = matrix + row * depth
                window.forEachTap(at: first + row) { tap, voxel in
                    guard let voxel else { return }
                    let (from, to) = (source + tap * channels, volume + voxel * channels)
                    for channel in 0..<channels { to[channel] += from[channel] }
                }
            }
        }
    }

    /// The voxels under the window at every place of a slice, zeros beside the volume: `[places, taps · channels]`.
    private func gather(
        _ volumes: UnsafePointer<Scalar>, _ slice: Int, to matrix: UnsafeMutablePointer<Scalar>, workers: WorkerPool
    ) {
        let volume = volumes + slice / window.depth.output * window.voxelCount * channels
        let first = slice % window.depth.output * rows
        workers.parallel(rows) { row in
            let target = matrix + row * depth
            window.forEachTap(at: first + row) { tap, voxel in
                let to = target + tap * channels
                if let voxel {
                    to.update(from: volume + voxel * channels, count: channels)
                } else {
                    to.update(repeating: 0, count: channels)
                }
            }
        }
    }
}

/// A convolution of volumes, or the gradient of one.
protocol VolumeConvolutionOperation: SettingsOperation where Settings == VolumeSettings {}

extension VolumeConvolutionOperation {
    /// The convolution of volumes and a filter of known shape.
    ///
    /// - Parameter gradient: The shape that its results have, where these are given.
    func convolution<Scalar: GemmScalar>(
        _: Scalar.Type, volume: [Int], filter: [Int], gradient: [Int]? = nil
    ) throws -> VolumeConvolution<Scalar> {
        let result = try settings.convolvedShape(volume: Shape(volume), filter: Shape(filter))
        if let gradient { _ = try settings.checked(Shape(volume), result: result, gradient: Shape(gradient)) }
        return VolumeConvolution(
            try settings.places(volume: volume, window: Array(filter[..<3])), channels: volume[4], outputs: filter[4])
    }
}
