public import AdjointCore
public import AdjointFormats

/// Images with one class label each, ready to be fed.
public struct LabeledImages: Dataset {
    /// The pixels, float32 `[count, pixels of one image]`, usually from 0 to 1.
    public private(set) var images: NDArray
    /// The classes, int32 `[count]`.
    public private(set) var labels: NDArray

    /// Images and labels as they are.
    ///
    /// - Precondition: both have the same first dimension.
    public init(images: NDArray, labels: NDArray) {
        precondition(
            images.rank > 0 && labels.rank > 0 && images.dimensions[0] == labels.dimensions[0],
            "images \(images.shape) and labels \(labels.shape) must have the same first dimension")
        self.images = images
        self.labels = labels
    }

    public var count: Int { labels.dimensions[0] }

    public func selecting(_ indices: ArraySlice<Int>) -> LabeledImages {
        LabeledImages(images: images.rows(at: indices), labels: labels.rows(at: indices))
    }

    public func selecting(_ range: Range<Int>) -> LabeledImages {
        LabeledImages(images: images.rows(range), labels: labels.rows(range))
    }

    public func select(_ indices: ArraySlice<Int>, into batch: inout LabeledImages?) {
        guard batch != nil else {
            batch = selecting(indices)
            return
        }
        batch!.images.setRows(to: images, at: indices)
        batch!.labels.setRows(to: labels, at: indices)
    }
}

extension LabeledImages {
    /// Reads two IDX files, plain or gzip-compressed: images of bytes, which are flattened and scaled from 0...255 to
    /// 0...1, and labels of bytes.
    ///
    /// - Throws: ``FileError`` where a file cannot be read; ``FormatError`` where one is damaged, does not hold what it
    ///   should, or the two do not belong together.
    public init(imageFile: String, labelFile: String, fileSystem: some FileSystem = .posix) throws {
        let images = try IDX.read(contentsOf: imageFile, fileSystem: fileSystem)
        guard images.elementType == .uint8, images.dimensions.count >= 2 else {
            throw FormatError(
                .malformed, format: "IDX",
                "holds \(images.elementType) elements of shape \(images.dimensions), not images of bytes",
                path: imageFile)
        }
        let labels = try IDX.read(contentsOf: labelFile, fileSystem: fileSystem)
        guard labels.elementType == .uint8, labels.dimensions.count == 1 else {
            throw FormatError(
                .malformed, format: "IDX",
                "holds \(labels.elementType) elements of shape \(labels.dimensions), not labels of bytes",
                path: labelFile)
        }
        guard images.dimensions[0] == labels.dimensions[0] else {
            throw FormatError(
                .malformed, format: "IDX",
                "holds \(labels.dimensions[0]) labels for the \(images.dimensions[0]) images of \(imageFile)",
                path: labelFile)
        }
        let pixelCount = images.dimensions.dropFirst().reduce(1, *)
        self.init(
            images: NDArray(dtype: .float32, dimensions: [images.dimensions[0], pixelCount]) { target in
                images.bytes.withUnsafeBytes { bytes in
                    let pixels = target.bindMemory(to: Float.self)
                    for index in bytes.indices { pixels.initializeElement(at: index, to: Float(bytes[index]) / 255) }
                }
            },
            labels: NDArray(labels.bytes.map(Int32.init)))
    }
}
