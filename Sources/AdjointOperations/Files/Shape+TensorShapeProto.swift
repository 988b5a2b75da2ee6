package import AdjointCore
package import AdjointFormats

extension Shape {
    /// The shape that a message states; `nil` for a size below -1, or for more elements than memory has addresses.
    package init?(_ message: TensorShapeProto) {
        guard !message.unknownRank else {
            self = .unknown
            return
        }
        var sizes: [Int?] = []
        for dimension in message.dimensions {
            guard let size = Int(exactly: dimension.size), size >= -1 else { return nil }
            sizes.append(size < 0 ? nil : size)
        }
        self.init(sizes)
        // More elements than any memory holds are damage of the file.
        if isTooLarge { return nil }
    }
}

extension TensorShapeProto {
    /// The message that states a shape.
    package init(_ shape: Shape) {
        self.init()
        if let dimensions = shape.partialDimensions {
            self.dimensions = dimensions.map { Dimension(size: $0.map(Int64.init) ?? -1) }
        } else {
            unknownRank = true
        }
    }
}
