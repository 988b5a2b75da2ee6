/// A part of a tensor, as savers of partitioned variables name it: the whole shape and a range of each dimension.
///
/// TF: an element of `shape_and_slices`, such as `4 5 0,2:-`, the first two of four rows of five.
public struct TensorPart: Hashable, Sendable {
    /// The shape of the whole tensor.
    public let wholeShape: [Int]
    /// The shape of the part.
    public let shape: [Int]
    let slice: TensorSliceProto

    /// Reads TensorFlow's notation: the sizes, separated by spaces, then the slice: for each dimension `start,length`,
    /// or `-` for all of it, separated by colons.
    ///
    /// - Throws: ``FormatError``: `malformed` where it is not that, or reaches outside the shape.
    public init(specification: String) throws {
        let words = specification.split(separator: " ")
        let sizes = words.dropLast().map { Int($0) ?? -1 }
        let extents = words.last?.split(separator: ":", omittingEmptySubsequences: false) ?? []
        guard !sizes.isEmpty, extents.count == sizes.count, checkedProduct(sizes) != nil else {
            throw Self.fault(specification)
        }
        var slice = TensorSliceProto()
        var shape: [Int] = []
        for (extent, size) in zip(extents, sizes) {
            var part = TensorSliceProto.Extent()
            if extent == "-" {
                shape.append(size)
            } else {
                let numbers = extent.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) ?? -1 }
                guard numbers.count == 2, numbers[0] >= 0, numbers[1] > 0, numbers[0] <= size,
                    numbers[1] <= size - numbers[0]
                else { throw Self.fault(specification) }
                part.start = Int64(numbers[0])
                part.length = Int64(numbers[1])
                shape.append(numbers[1])
            }
            slice.extents.append(part)
        }
        self.wholeShape = sizes
        self.shape = shape
        self.slice = slice
    }

    private static func fault(_ specification: String) -> FormatError {
        FormatError(.malformed, format: "tensor slice", "'\(specification)' is not a shape and a slice of it")
    }
}

extension CheckpointReader {
    /// The elements of a part of a tensor of numbers.
    ///
    /// - Throws: as ``bytes(of:)``, and `malformed` where the tensor has another shape than the part is of.
    public func bytes(of name: String, part: TensorPart) throws -> Bytes {
        let tensor = try requireTensor(name)
        guard tensor.shape == part.wholeShape else {
            throw FormatError(
                .malformed, format: "checkpoint",
                "the tensor '\(name)' has the shape \(tensor.shape), but a part of \(part.wholeShape) is wanted")
        }
        return try SliceAssembly.extract(part.slice, of: tensor, from: bytes(of: name))
    }
}
