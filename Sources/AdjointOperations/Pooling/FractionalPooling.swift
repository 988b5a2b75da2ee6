import AdjointCore
import AdjointKernels

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Pooling over regions that are of two extents, in random order. Source: Graham, "Fractional max-pooling", 2014.
///
/// value: `[batch, height, width, channels]`. Outputs: the pooled images, and where the regions begin along both axes, the
/// end of the last one included, int64.
protocol FractionalPooling: OperationDefinition {
    var settings: FractionalSettings { get set }
    /// What is kept of a region.
    static func pool<Element: NumericElement>(
        _ regions: FractionalRegions, _ value: UnsafePointer<Element>, to result: UnsafeMutablePointer<Element>)
}

/// The attributes of fractional pooling.
struct FractionalSettings: Sendable, Hashable {
    /// How many times smaller the result is along each dimension.
    var ratios: [Float] = []
    /// Whether the regions are evenly spaced from a random start on, rather than in random order.
    var isPseudorandom = false
    /// Whether a region has its last row and column in common with the next.
    var isOverlapping = false
    /// Whether the regions of the first run are kept.
    var isDeterministic = false
    var seeds = RandomSeeds()

    /// The number of regions along an axis of a given extent.
    func count(_ extent: Int, axis: Int) -> Int { Int((Float(extent) / ratios[axis]).rounded(.down)) }

    /// Where the regions along an axis begin, and the end of the last one.
    func starts(_ extent: Int, count: Int, _ stream: inout PhiloxStream) -> [Int] {
        let extents = isPseudorandom ? evenExtents(extent, count, &stream) : shuffledExtents(extent, count, &stream)
        var starts = [0]
        for extent in extents { starts.append(starts[starts.count - 1] + extent) }
        return starts
    }

    private func evenExtents(_ extent: Int, _ count: Int, _ stream: inout PhiloxStream) -> [Int] {
        let ratio = Double(extent) / Double(count)
        let least = extent / count
        // So that the first region is not too large, nor the last one too small.
        let limit = min(Double(least + 2) / ratio - 1, Double(extent + 1 - least) / ratio - Double(count - 1))
        var numbers = SingleNumbers(stream)
        stream.skip(blocks: 1)
        let shift = numbers.nextDouble() * limit
        let places = [1] + (1..<count).map { Int(ceil(ratio * (Double($0) + shift))) } + [extent + 1]
        return zip(places.dropFirst(), places).map { $0 - $1 }
    }

    private func shuffledExtents(_ extent: Int, _ count: Int, _ stream: inout PhiloxStream) -> [Int] {
        var order = [Int](repeating: 0, count: count)
        order.withUnsafeMutableBufferPointer { stream.fillPermutation($0.baseAddress!, count: count) }
        stream.skip(blocks: UInt64((count + 3) / 4))
        return order.map { extent / count + ($0 < extent % count ? 1 : 0) }
    }
}

/// The regions of images.
struct FractionalRegions: Sendable {
    /// Batch, height, width, channels.
    let images: [Int]
    private let rows: [Range<Int>]
    private let columns: [Range<Int>]

    /// - Parameters:
    ///   - rows: Where the regions begin, and the end of the last one.
    /// - Throws: ``OperationError`` for regions that are empty, or lie outside of the images.
    init(images: [Int], rows: [Int], columns: [Int], isOverlapping: Bool) throws(OperationError) {
        func ranges(_ starts: [Int], _ extent: Int) throws(OperationError) -> [Range<Int>] {
            var ranges: [Range<Int>] = []
            for (start, next) in zip(starts, starts.dropFirst()) {
                let end = min(min(next, extent) + (isOverlapping ? 1 : 0), extent)
                guard start >= 0, start < end else {
                    throw OperationError("a region from \(start) to \(next) is empty, or outside of \(extent) pixels")
                }
                ranges.append(start..<end)
            }
            return ranges
        }
        self.images = images
        self.rows = try ranges(rows, images[1])
        self.columns = try ranges(columns, images[2])
    }

    /// Calls `body` with every region, in its order among the results, and the elements that it covers, channel by
    /// channel.
    func forEach(_ body: (_ result: Int, _ elements: [Int]) -> Void) {
        var elements: [Int] = []
        var result = 0
        for image in 0..<images[0] {
            for rows in rows {
                for columns in columns {
                    for channel in 0..<images[3] {
                        elements.removeAll(keepingCapacity: true)
                        for row in rows {
                            for column in columns {
                                elements.append(
                                    ((image * images[1] + row) * images[2] + column) * images[3] + channel)
                            }
                        }
                        body(result, elements)
                        result += 1
                    }
                }
            }
        }
    }
}

extension OperationSignature {
    static let fractionalPooling = OperationSignature(
        inputs: [.tensor("value", in: fractionalTypes)],
        outputs: [
            .tensor("output"), .tensor("row_pooling_sequence", .int64), .tensor("col_pooling_sequence", .int64),
        ])
}

/// The element types of fractional pooling.
let fractionalTypes = DTypeSet(.float32, .float64, .int32, .int64)

extension FractionalPooling {
    static var fractionalAttributes: [AttributeKey<Self>] {
        [
            .floats("pooling_ratio", \Self.settings.ratios, required: true),
            .bool("pseudo_random", \Self.settings.isPseudorandom), .bool("overlapping", \Self.settings.isOverlapping),
            .bool("deterministic", \Self.settings.isDeterministic), .int("seed", \Self.settings.seeds.seed),
            .int("seed2", \Self.settings.seeds.seed2),
        ]
    }

    public var traits: OperationTraits { .random }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let value = try context.shape(0, rank: 4, role: "value")
        let ratios = settings.ratios
        guard ratios.count == 4, ratios.allSatisfy({ $0 >= 1 && $0.isFinite }), ratios[0] == 1, ratios[3] == 1 else {
            throw OperationError("pooling_ratio must be four numbers of 1 or more, 1 for batch and channels: \(ratios)")
        }
        let counts = try [1, 2].map { axis -> Int? in
            guard let extent = value[axis] else { return nil }
            let count = settings.count(extent, axis: axis)
            guard count > 0 else { throw OperationError("images \(value) are smaller than the ratios \(ratios)") }
            return count
        }
        return [[value[0], counts[0], counts[1], value[3]], [counts[0].map { $0 + 1 }], [counts[1].map { $0 + 1 }]]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        func kernel<Element: NumericElement>(_: Element.Type) throws -> Kernel {
            let (settings, images) = (settings, context.inputs[0].dimensions)
            let counts = [1, 2].map { context.outputs[0].dimensions[$0] }
            let state = settings.seeds.state(context)
            return Kernel(operationCount: context.inputs[0].count) { arguments in
                var starts: [[Int]] = []
                _ = state.take { stream in
                    var next = stream
                    starts = (0..<2).map { settings.starts(images[$0 + 1], count: counts[$0], &next) }
                    // Regions that are kept are those of a stream that does not move.
                    if !settings.isDeterministic { stream = next }
                }
                for axis in 0..<2 {
                    let output = arguments.output(axis + 1, as: Int64.self)
                    for (index, start) in starts[axis].enumerated() { output[index] = Int64(start) }
                }
                let regions = try FractionalRegions(
                    images: images, rows: starts[0], columns: starts[1], isOverlapping: settings.isOverlapping)
                Self.pool(regions, arguments.input(0, as: Element.self), to: arguments.output(0, as: Element.self))
            }
        }
        switch context.inputs[0].dtype {
        case .float32: return try kernel(Float.self)
        case .float64: return try kernel(Double.self)
        case .int32: return try kernel(Int32.self)
        case .int64: return try kernel(Int64.self)
        case let dtype: return try kernel(dtype.requireNumeric())
        }
    }
}

/// The regions that a gradient of fractional pooling is told of.
struct FractionalPlaces: Sendable {
    private let images: [Int]
    private let counts: [Int]
    private let isOverlapping: Bool

    /// - Parameters:
    ///   - images: The dimensions of the images.
    ///   - gradient: The input with the gradient of the pooled images; behind it stand the regions along both axes.
    /// - Throws: ``OperationError`` unless they fit.
    init(_ context: borrowing BindingContext, images: [Int], gradient: Int, isOverlapping: Bool) throws {
        let pooled = context.inputs[gradient].dimensions
        counts = [context.inputs[gradient + 1].count, context.inputs[gradient + 2].count]
        guard images.count == 4, pooled.count == 4, pooled[0] == images[0], pooled[3] == images[3],
            counts == [pooled[1] + 1, pooled[2] + 1]
        else {
            throw OperationError(
                "images \(Shape(images)) pooled to \(Shape(pooled)) do not fit regions from \(counts) places")
        }
        (self.images, self.isOverlapping) = (images, isOverlapping)
    }

    /// The regions that begin at the places that two inputs hold, from input `first` on.
    func regions(_ arguments: borrowing KernelArguments, first: Int) throws -> FractionalRegions {
        try FractionalRegions(
            images: images, rows: arguments.numbers(first, count: counts[0]),
            columns: arguments.numbers(first + 1, count: counts[1]), isOverlapping: isOverlapping)
    }
}
