import AdjointKernels

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

    /// The part that a variable is of a larger one.
    ///
    /// - Throws: ``FormatError``: `malformed` where the message's lists do not fit each other, or the part reaches outside
    ///   the whole.
    public init(_ info: SaveSliceInfoDef) throws {
        let extents = zip(info.offset, info.shape).map { "\($0),\($1)" }
        let specification = (info.fullShape.map { "\($0)" } + [extents.joined(separator: ":")]).joined(separator: " ")
        guard info.offset.count == info.fullShape.count, info.shape.count == info.fullShape.count else {
            throw Self.fault(specification)
        }
        try self.init(specification: specification)
    }

    /// The part in TensorFlow's notation: `4 5 0,2:-`.
    public var specification: String {
        let extents = slice.extents.map { extent in extent.length.map { "\(extent.start),\($0)" } ?? "-" }
        return (wholeShape.map { "\($0)" } + [extents.joined(separator: ":")]).joined(separator: " ")
    }

    private static func fault(_ specification: String) -> FormatError {
        FormatError(.malformed, format: "tensor slice", "'\(specification)' is not a shape and a slice of it")
    }
}

extension CheckpointReader {
    public func bytes(of name: String, part: TensorPart) throws -> Bytes {
        try SliceAssembly.extract(part.slice, of: requireTensor(name, with: part), from: bytes(of: name))
    }

    /// The tensor named `name`, which has the shape that the part is of.
    ///
    /// - Throws: ``FormatError``: `notFound`, `malformed`.
    func requireTensor(_ name: String, with part: TensorPart) throws -> CheckpointTensor {
        let tensor = try requireTensor(name)
        guard tensor.shape == part.wholeShape else {
            throw FormatError(
                .malformed, format: "checkpoint",
                "the tensor '\(name)' has the shape \(tensor.shape), but a part of \(part.wholeShape) is wanted")
        }
        return tensor
    }
}
