package import Adjoint
import Foundation

/// The images of digits that the mnist example brings along, as batches; Tests/Fixtures/training/digits.py says which.
package struct Digits: Sendable {
    /// How many images a batch has, and how many batches there are before they start again.
    package static let (batchSize, batchCount) = (50, 8)

    private let images: [UInt8]
    private let labels: [UInt8]
    private let count: Int

    /// The sample, read once.
    package static let sample = Result { try Digits() }

    private init() throws {
        let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Sources/Examples/mnist/Resources")
        let images = try IDX.read(contentsOf: directory.appendingPathComponent("train-images-idx3-ubyte.gz").path)
        labels = Array(
            try IDX.read(contentsOf: directory.appendingPathComponent("train-labels-idx1-ubyte.gz").path).bytes)
        count = images.dimensions[0]
        self.images = Array(images.bytes)
    }

    /// The images of a step, in a shape whose first dimension is the batch's, as numbers in 0…1. With 196 numbers for
    /// each image every 2 × 2 pixels are averaged.
    package func images(ofStep step: Int, shape: Shape) -> NDArray {
        let rowShape = (shape.partialDimensions ?? []).dropFirst().map { $0 ?? 0 }
        let isReduced = rowShape.reduce(1, *) == 196
        var values: [Float] = []
        values.reserveCapacity(Self.batchSize * (isReduced ? 196 : 784))
        for row in rows(ofStep: step) {
            let pixels = images[(row * 784)..<((row + 1) * 784)].map(Int.init)
            guard isReduced else {
                values += pixels.map { Float($0) / 255 }
                continue
            }
            for y in 0..<14 {
                for x in 0..<14 {
                    let corner = 56 * y + 2 * x
                    let sum = pixels[corner] + pixels[corner + 1] + pixels[corner + 28] + pixels[corner + 29]
                    values.append(Float(sum) / 1020)
                }
            }
        }
        return NDArray(values, dimensions: [Self.batchSize] + rowShape)
    }

    /// The digits that the images of a step show.
    package func labels(ofStep step: Int) -> NDArray { NDArray(rows(ofStep: step).map { Int32(labels[$0]) }) }

    private func rows(ofStep step: Int) -> [Int] {
        (0..<Self.batchSize).map { (step % Self.batchCount * Self.batchSize + $0) * 37 % count }
    }
}
