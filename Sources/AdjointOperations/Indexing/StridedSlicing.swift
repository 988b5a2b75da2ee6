import AdjointCore

/// The bit masks of a strided slice; bit i speaks of entry i of begin, end and strides.
struct StridedSliceMasks: Sendable, Hashable {
    /// Entries that begin at the first element (the last, if the stride is negative).
    var begin = 0
    /// Entries that end behind the last element.
    var end = 0
    /// The entry that stands for as many whole dimensions as are needed.
    var ellipsis = 0
    /// Entries that insert a dimension of extent 1.
    var newAxis = 0
    /// Entries that pick one element, and whose dimension goes away.
    var shrinkAxis = 0
}

/// What a strided slice takes of each dimension of its input, and the dimensions of its result.
///
/// TF: `ValidateStridedSliceOp`.
struct StridedSlicing {
    /// What is taken of one dimension of the input; `nil` where it is not known yet.
    struct Dimension {
        var begin: Int?
        var step: Int?
        var extent: Int?
    }

    /// One for each dimension of the input.
    private(set) var dimensions: [Dimension] = []
    /// The result's shape.
    private(set) var shape: [Int?] = []

    /// - Parameters:
    ///   - sizes: The input's shape.
    ///   - count: The number of entries of begin, end and strides.
    ///   - begin: Their values, as far as they are known; likewise `end` and `strides`.
    /// - Throws: ``OperationError`` if the entries do not fit the shape.
    init(
        of sizes: [Int?], count: Int, begin: [Int]?, end: [Int]?, strides: [Int]?, masks: StridedSliceMasks
    ) throws(OperationError) {
        func isSet(_ mask: Int, _ index: Int) -> Bool { mask & (1 << index) != 0 }
        guard masks.ellipsis.nonzeroBitCount <= 1 else { throw OperationError("there are several ellipses") }
        let consuming = (0..<count).filter { !isSet(masks.ellipsis, $0) && !isSet(masks.newAxis, $0) }.count
        guard consuming <= sizes.count else {
            throw OperationError("\(consuming) indices for a tensor of rank \(sizes.count)")
        }
        var isEllipsisSeen = false
        func takeWhole(_ number: Int) {
            for _ in 0..<number {
                let size = sizes[dimensions.count]
                dimensions.append(Dimension(begin: 0, step: 1, extent: size))
                shape.append(size)
            }
        }
        for index in 0..<count {
            if isSet(masks.ellipsis, index) {
                isEllipsisSeen = true
                takeWhole(sizes.count - consuming)
            } else if isSet(masks.newAxis, index) {
                shape.append(1)
            } else {
                let dimension = try Self.dimension(
                    size: sizes[dimensions.count], axis: dimensions.count, begin: begin?[index], end: end?[index],
                    step: strides?[index], isBeginMasked: isSet(masks.begin, index),
                    isEndMasked: isSet(masks.end, index), isShrunk: isSet(masks.shrinkAxis, index))
                dimensions.append(dimension)
                if !isSet(masks.shrinkAxis, index) { shape.append(dimension.extent) }
            }
        }
        if !isEllipsisSeen { takeWhole(sizes.count - consuming) }
    }

    private static func dimension(
        size: Int?, axis: Int, begin: Int?, end: Int?, step: Int?, isBeginMasked: Bool, isEndMasked: Bool,
        isShrunk: Bool
    ) throws(OperationError) -> Dimension {
        if step == 0 { throw OperationError("stride \(axis) is 0") }
        if isShrunk {
            if let step, step < 0 { throw OperationError("a single index takes a positive stride, not \(step)") }
            guard let size, let begin else { return Dimension(begin: nil, step: 1, extent: 1) }
            let position = begin < 0 ? begin + size : begin
            guard position >= 0, position < size else {
                throw OperationError("index \(begin) is out of range for dimension \(axis) of extent \(size)")
            }
            return Dimension(begin: position, step: 1, extent: 1)
        }
        guard let size, let step else { return Dimension(begin: nil, step: step, extent: nil) }
        let range = step > 0 ? (0, size) : (-1, size - 1)
        func clamped(_ index: Int) -> Int { max(range.0, min(range.1, index < 0 ? index + size : index)) }
        guard let first = isBeginMasked ? (step > 0 ? range.0 : range.1) : begin.map(clamped),
            let last = isEndMasked ? (step > 0 ? range.1 : range.0) : end.map(clamped)
        else { return Dimension(begin: nil, step: step, extent: nil) }
        let interval = last - first
        let extent = interval == 0 || (interval < 0) != (step < 0) ? 0 : (interval + step - step.signum()) / step
        return Dimension(begin: first, step: step, extent: extent)
    }

    /// Element strides and offset of the slice within the input, once everything is known.
    func view(of sizes: [Int]) -> (extents: [Int], strides: [Int], offset: Int) {
        let strides = contiguousStrides(sizes)
        var offset = 0
        var result: (extents: [Int], strides: [Int]) = ([], [])
        for (dimension, stride) in zip(dimensions, strides) {
            guard let begin = dimension.begin, let step = dimension.step, let extent = dimension.extent else {
                preconditionFailure("a view needs known indices")
            }
            result.extents.append(extent)
            result.strides.append(stride * step)
            offset += begin * stride
        }
        return (result.extents, result.strides, result.extents.contains(0) ? 0 : offset)
    }
}

extension StridedSliceMasks {
    /// The attributes of an op with a property `masks`, by TensorFlow's names.
    static func attributes<Definition>(
        _ path: any WritableKeyPath<Definition, StridedSliceMasks> & Sendable
    ) -> [AttributeKey<Definition>] {
        func key(
            _ name: String, _ mask: any WritableKeyPath<StridedSliceMasks, Int> & Sendable
        ) -> AttributeKey<Definition> {
            AttributeKey(name) { value, definition in
                guard case .int(let value) = value else { return false }
                definition[keyPath: path][keyPath: mask] = Int(value)
                return true
            } encode: {
                .int(Int64($0[keyPath: path][keyPath: mask]))
            }
        }
        return [
            key("begin_mask", \.begin), key("end_mask", \.end), key("ellipsis_mask", \.ellipsis),
            key("new_axis_mask", \.newAxis), key("shrink_axis_mask", \.shrinkAxis),
        ]
    }
}
