import AdjointCore
import AdjointKernels

/// An op that pools volumes, or the gradient of one.
protocol VolumePoolingOperation: SettingsOperation where Settings == VolumeSettings {}

extension VolumePoolingOperation {
    /// The pooling of volumes of known shape.
    func pooling<Scalar: RealElement>(
        _: Scalar.Type, volume: [Int], gradient: [Int]? = nil
    ) throws -> VolumePooling<Scalar> {
        if let gradient {
            let result = try settings.pooledShape(volume: Shape(volume))
            _ = try settings.checked(Shape(volume), result: result, gradient: Shape(gradient))
        }
        return VolumePooling(
            window: try settings.places(volume: volume, window: settings.window()), channels: volume[4])
    }
}

/// Pooling of volumes; what of a window lies beside the volume counts for nothing.
struct VolumePooling<Scalar: RealElement>: Sendable {
    let window: VolumeWindow
    let channels: Int

    var operationCount: Int { window.batch * window.placeCount * window.tapCount * channels }

    private var volumeCount: Int { window.voxelCount * channels }
    private var resultCount: Int { window.placeCount * channels }

    /// The mean of what each window covers.
    func average(_ volumes: UnsafePointer<Scalar>, to results: UnsafeMutablePointer<Scalar>, workers: WorkerPool) {
        workers.parallel(window.batch * window.placeCount) { place in
            let (volume, index) = place.quotientAndRemainder(dividingBy: window.placeCount)
            let (source, target) = (volumes + volume * volumeCount, results + place * channels)
            target.update(repeating: 0, count: channels)
            var covered: Scalar = 0
            window.forEachTap(at: index) { _, voxel in
                guard let voxel else { return }
                covered += 1
                for channel in 0..<channels { target[channel] += source[voxel * channels + channel] }
            }
            for channel in 0..<channels { target[channel] /= covered }
        }
    }

    /// Each place's gradient, shared by what its window covers.
    func averageGradient(
        _ gradient: UnsafePointer<Scalar>, to target: UnsafeMutablePointer<Scalar>, workers: WorkerPool
    ) {
        workers.parallel(window.batch) { volume in
            let whole = target + volume * volumeCount
            whole.update(repeating: 0, count: volumeCount)
            for place in 0..<window.placeCount {
                let source = gradient + volume * resultCount + place * channels
                var covered: Scalar = 0
                window.forEachTap(at: place) { _, voxel in covered += voxel == nil ? 0 : 1 }
                window.forEachTap(at: place) { _, voxel in
                    guard let voxel else { return }
                    for channel in 0..<channels { whole[voxel * channels + channel] += source[channel] / covered }
                }
            }
        }
    }

    /// The largest element of each window, NaN if one is.
    func maximum(_ volumes: UnsafePointer<Scalar>, to results: UnsafeMutablePointer<Scalar>, workers: WorkerPool) {
        workers.parallel(window.batch * window.placeCount) { place in
            let (volume, index) = place.quotientAndRemainder(dividingBy: window.placeCount)
            let source = volumes + volume * volumeCount
            for channel in 0..<channels {
                guard let first = firstMaximum(source, index, channel) else { continue }
                results[place * channels + channel] = source[first]
            }
        }
    }

    /// Each place's gradient, at the first largest element of its window.
    func maximumGradient(
        _ volumes: UnsafePointer<Scalar>, gradient: UnsafePointer<Scalar>, to target: UnsafeMutablePointer<Scalar>,
        workers: WorkerPool
    ) {
        workers.parallel(window.batch) { volume in
            let (source, whole) = (volumes + volume * volumeCount, target + volume * volumeCount)
            whole.update(repeating: 0, count: volumeCount)
            for place in 0..<window.placeCount {
                for channel in 0..<channels {
                    guard let first = firstMaximum(source, place, channel) else { continue }
                    whole[first] += gradient[volume * resultCount + place * channels + channel]
                }
            }
        }
    }

    /// The element of `values` that stands where each window's first largest of `volumes` does.
    func selectingAtMaximum(
        _ volumes: UnsafePointer<Scalar>, values: UnsafePointer<Scalar>, to results: UnsafeMutablePointer<Scalar>,
        workers: WorkerPool
    ) {
        workers.parallel(window.batch * window.placeCount) { place in
            let (volume, index) = place.quotientAndRemainder(dividingBy: window.placeCount)
            for channel in 0..<channels {
                guard let first = firstMaximum(volumes + volume * volumeCount, index, channel) else { continue }
                results[place * channels + channel] = values[volume * volumeCount + first]
            }
        }
    }

    /// Where in a volume the first largest element of a window stands; a NaN is larger than every number.
    private func firstMaximum(_ volume: UnsafePointer<Scalar>, _ place: Int, _ channel: Int) -> Int? {
        var best: Int?
        window.forEachTap(at: place) { _, voxel in
            guard let voxel else { return }
            let index = voxel * channels + channel
            guard let current = best else { return best = index }
            if volume[index] > volume[current] || (volume[index].isNaN && !volume[current].isNaN) { best = index }
        }
        return best
    }
}
