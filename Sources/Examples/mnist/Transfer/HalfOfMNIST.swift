import Adjoint

/// Five of the ten digits, as classes 0 to 4.
struct HalfOfMNIST {
    let train: LabeledImages
    let test: LabeledImages

    static let classCount = 5

    /// The images of digits `first` to `first + 4`.
    ///
    /// - Parameter imagesPerClass: How many training images of each digit are taken, the first there are; `nil` for all.
    /// - Throws: ``UsageError`` where there are fewer, or none to test with.
    init(of data: MNIST, from first: Int32, imagesPerClass: Int? = nil) throws {
        let (train, counts) = try Self.half(of: data.train, from: first, limit: imagesPerClass)
        if let imagesPerClass, let least = counts.min(), least < imagesPerClass {
            throw UsageError(
                "--images-per-class \(imagesPerClass) is more than the \(least) images that there are of a digit")
        }
        self.train = train
        test = try Self.half(of: data.test, from: first, limit: nil).images
        guard train.count > 0, test.count > 0 else {
            throw UsageError("there are no images of the digits \(first) to \(first + Int32(Self.classCount) - 1)")
        }
    }

    private static func half(
        of data: LabeledImages, from first: Int32, limit: Int?
    ) throws -> (images: LabeledImages, counts: [Int]) {
        let labels = try data.labels.scalars(as: Int32.self)
        var counts = [Int](repeating: 0, count: classCount)
        var indices: [Int] = []
        for (index, label) in labels.enumerated() {
            let digit = Int(label - first)
            guard counts.indices.contains(digit), counts[digit] < limit ?? .max else { continue }
            counts[digit] += 1
            indices.append(index)
        }
        let images = LabeledImages(
            images: data.images.rows(at: indices), labels: NDArray(indices.map { labels[$0] - first }))
        return (images, counts)
    }
}
