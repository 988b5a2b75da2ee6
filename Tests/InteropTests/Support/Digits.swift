import Adjoint
import Foundation

/// The images of digits that the mnist example brings along.
enum Digits {
    /// Batches of images, as numbers in 0…1, with labels. The images are taken 37 apart, so that all digits are met.
    static func batches(count: Int, size: Int) throws -> [(x: NDArray, y: NDArray)] {
        let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Sources/Examples/mnist/Resources")
        let images = try IDX.read(contentsOf: directory.appendingPathComponent("train-images-idx3-ubyte.gz").path)
        let labels = try IDX.read(contentsOf: directory.appendingPathComponent("train-labels-idx1-ubyte.gz").path)
        let pixelCount = images.dimensions[1] * images.dimensions[2]
        let (pixels, digits) = (Array(images.bytes), Array(labels.bytes))
        return (0..<count).map { batch in
            var x: [Float] = []
            var y: [Int32] = []
            for position in 0..<size {
                let image = (batch * size + position) * 37 % images.dimensions[0]
                x += pixels[(image * pixelCount)..<((image + 1) * pixelCount)].map { Float($0) / 255 }
                y.append(Int32(digits[image]))
            }
            return (NDArray(x, dimensions: [size, pixelCount]), NDArray(y))
        }
    }
}
