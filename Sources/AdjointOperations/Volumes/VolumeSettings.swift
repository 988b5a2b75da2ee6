import AdjointCore
import AdjointKernels

/// The attributes that ops on a window sliding over volumes `[batch, depth, height, width, channels]` share.
public struct VolumeSettings: Sendable, Hashable {
    /// The extents of a pooling window, for each dimension of the volumes.
    public var windowSize = [1, 1, 1, 1, 1]
    /// How far the window moves, for each dimension of the volumes.
    public var strides = [1, 1, 1, 1, 1]
    /// The distance between the window's elements, for each dimension of the volumes.
    public var dilations = [1, 1, 1, 1, 1]
    /// How the places relate to the borders.
    public var padding = PaddingScheme.valid
    /// The order of the volumes' dimensions: `NDHWC`. TensorFlow's `NCDHW` is for GPUs.
    public var dataFormat = "NDHWC"

    init() {}

    init(window: [Int] = [1, 1, 1], strides: [Int], padding: PaddingScheme, dilations: [Int] = [1, 1, 1]) {
        windowSize = [1] + window + [1]
        self.strides = [1] + strides + [1]
        self.padding = padding
        self.dilations = [1] + dilations + [1]
    }

    /// An attribute's three numbers for depth, height and width, where those for batch and channels are 1.
    private func spatial(_ list: [Int], _ name: String) throws(OperationError) -> [Int] {
        guard dataFormat == "NDHWC" else {
            throw OperationError("data_format \(dataFormat) has no kernel; transpose to NDHWC")
        }
        guard list.count == 5, list[0] == 1, list[4] == 1 else {
            throw OperationError("\(name) must hold 5 numbers, 1 for batch and channels: \(list)")
        }
        guard list[1...3].allSatisfy({ $0 > 0 && $0 <= Int32.max }) else {
            throw OperationError("\(name) must be positive: \(list)")
        }
        return Array(list[1...3])
    }

    /// The extents of the pooling window.
    func window() throws(OperationError) -> [Int] { try spatial(windowSize, "ksize") }

    /// How the window slides along depth, height and width.
    private func rules() throws(OperationError) -> [WindowRule] {
        guard padding != .explicit else { throw OperationError("padding must be SAME or VALID") }
        let (strides, dilations) = (try spatial(strides, "strides"), try spatial(dilations, "dilations"))
        return zip(strides, dilations).map { WindowRule(stride: $0, dilation: $1, scheme: padding) }
    }

    /// What is known of the results' shape.
    ///
    /// - Parameter window: The extents of the window.
    func resultShape(volume: Shape, window: [Int?], channels: Int?) throws(OperationError) -> Shape {
        guard let volume = volume.merged(with: Shape(rank: 5)) else {
            throw OperationError("volumes must be of rank 5, not of shape \(volume)")
        }
        var sizes: [Int?] = [volume[0]]
        for (axis, rule) in try rules().enumerated() {
            sizes.append(try rule.places(volume[axis + 1], window: window[axis]))
        }
        return Shape(sizes + [channels])
    }

    /// What is known of the results of pooling.
    func pooledShape(volume: Shape) throws(OperationError) -> Shape {
        let channels = volume.rank == 5 ? volume[4] : nil
        return try resultShape(volume: volume, window: try window().map { $0 as Int? }, channels: channels)
    }

    /// What is known of the results of a convolution.
    func convolvedShape(volume: Shape, filter: Shape) throws(OperationError) -> Shape {
        guard let volume = volume.merged(with: Shape(rank: 5)), let filter = filter.merged(with: Shape(rank: 5)) else {
            throw OperationError("volume and filter must be of rank 5: \(volume) and \(filter)")
        }
        guard Shape([volume[4]]).isCompatible(with: Shape([filter[3]])) else {
            throw OperationError("the volume \(volume) and the filter \(filter) have different numbers of channels")
        }
        return try resultShape(volume: volume, window: (0..<3).map { filter[$0] }, channels: filter[4])
    }

    /// The shape of volumes that give results of a shape.
    func checked(_ volume: Shape, result: Shape, gradient: Shape) throws(OperationError) -> Shape {
        guard result.isCompatible(with: gradient) else {
            throw OperationError(
                "volumes \(volume) give results of shape \(result), but their gradient has \(gradient)")
        }
        return volume
    }

    /// The places of a window over volumes of known shape.
    func places(volume: [Int], window: [Int]) throws(OperationError) -> VolumeWindow {
        let rules = try rules()
        return VolumeWindow(
            batch: volume[0], depth: try rules[0].axis(volume[1], window: window[0]),
            height: try rules[1].axis(volume[2], window: window[1]),
            width: try rules[2].axis(volume[3], window: window[2]))
    }
}

/// The places of a window that slides over volumes.
struct VolumeWindow: Sendable {
    var batch: Int
    var depth: WindowAxis
    var height: WindowAxis
    var width: WindowAxis

    /// The number of places in a volume.
    var placeCount: Int { depth.output * height.output * width.output }
    /// The number of voxels of a volume.
    var voxelCount: Int { depth.input * height.input * width.input }
    /// The number of elements of the window.
    var tapCount: Int { depth.window * height.window * width.window }

    /// Calls `body` with every element of the window at a place, and the voxel that it covers; `nil` beside the volume.
    func forEachTap(at place: Int, _ body: (_ tap: Int, _ voxel: Int?) -> Void) {
        let (row, column) = place.quotientAndRemainder(dividingBy: width.output)
        let (slice, line) = row.quotientAndRemainder(dividingBy: height.output)
        var tap = 0
        for i in 0..<depth.window {
            let z = depth.position(slice, i)
            for j in 0..<height.window {
                let y = height.position(line, j)
                for k in 0..<width.window {
                    let x = width.position(column, k)
                    if let z, let y, let x {
                        body(tap, (z * height.input + y) * width.input + x)
                    } else {
                        body(tap, nil)
                    }
                    tap += 1
                }
            }
        }
    }
}

extension WindowAxis {
    /// Where an element of the window lies at a place; `nil` beside the input.
    fileprivate func position(_ place: Int, _ tap: Int) -> Int? {
        let position = place * stride + tap * dilation - padding
        return position >= 0 && position < input ? position : nil
    }
}

extension AttributeKey {
    /// The attributes of an op with a property `settings`.
    static func volume(
        _ path: any WritableKeyPath<Definition, VolumeSettings> & Sendable, isPooling: Bool
    ) -> [AttributeKey] {
        let own: [AttributeKey<VolumeSettings>] =
            [.ints("strides", \.strides, required: true), .padding(\.padding), .string("data_format", \.dataFormat)]
            + (isPooling ? [.ints("ksize", \.windowSize, required: true)] : [.ints("dilations", \.dilations)])
        return own.map { $0.within(path) }
    }
}
