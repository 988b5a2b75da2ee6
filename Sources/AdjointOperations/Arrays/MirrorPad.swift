public import AdjointCore

/// How the elements near an edge are mirrored into its padding.
public enum MirrorPadMode: String, Sendable, Hashable {
    /// The edge itself is not repeated: `[1, 2, 3]` continues `2, 1`.
    case reflect = "REFLECT"
    /// The edge is repeated: `[1, 2, 3]` continues `3, 2`.
    case symmetric = "SYMMETRIC"
}

/// Its input continued at its edges by its mirror image. TF: `MirrorPad`.
public struct MirrorPad: OperationDefinition {
    public static let type = "MirrorPad"
    public static let signature = OperationSignature(
        inputs: [.tensor("input"), .tensor("paddings", "Tpaddings", in: .index)], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<MirrorPad>] = [.mirrorPadMode(\.mode)]

    /// Whether edges are repeated.
    public var mode = MirrorPadMode.reflect

    public init() {}

    /// The op with a mode.
    public init(mode: MirrorPadMode) { self.mode = mode }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let padded = try context.paddedShape()
        if let sizes = context.shape(0).dimensions, let amounts = context.integers(1) {
            for (axis, size) in sizes.enumerated() {
                let limit = mode == .reflect ? size - 1 : size
                guard max(amounts[2 * axis], amounts[2 * axis + 1]) <= max(limit, 0) else {
                    throw OperationError(
                        "dimension \(axis) of \(context.shape(0)) is too short for paddings \(amounts)")
                }
            }
        }
        return [padded]
    }

    public static let gradient = GradientRule<MirrorPad>.differentiable { definition, context in
        let operation = MirrorPadGrad(mode: definition.mode)
        return [
            context.graph.addTensor(operation, inputs: [context.outputGradient(), context.inputs[1]]), nil,
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (input, output) = (context.inputs[0], context.outputs[0])
        let sources = try mode.sources(
            inner: input.dimensions, outer: output.dimensions, paddings: context.integers(1))
        return Kernel { arguments in
            let (source, target) = (arguments.rawInput(0), arguments.rawOutput(0))
            let width = input.dtype.byteCount
            for (index, from) in sources.enumerated() {
                ElementCopy.copy(input.dtype, from: source + from * width, to: target + index * width, count: 1)
            }
        }
    }
}

extension MirrorPadMode {
    /// For each element of the padded tensor, the element of the inner one that it is.
    ///
    /// - Complexity: O(elements of the padded tensor) space.
    func sources(inner: [Int], outer: [Int], paddings: [Int]) throws(OperationError) -> [Int] {
        let offset = self == .reflect ? 1 : 0
        var result = [0]
        for axis in inner.indices {
            let (extent, before) = (inner[axis], paddings[2 * axis])
            var places: [Int] = []
            for index in 0..<outer[axis] {
                var place = index - before
                if place < 0 { place = -place - 1 + offset }
                if place >= extent { place = 2 * extent - place - 1 - offset }
                guard place >= 0, place < extent else {
                    throw OperationError("dimension \(axis) of extent \(extent) is too short for paddings \(paddings)")
                }
                places.append(place)
            }
            result = result.flatMap { prefix in places.map { prefix * extent + $0 } }
        }
        return result
    }
}

extension AttributeKey {
    /// The attribute `mode` of the mirror-padding ops.
    static func mirrorPadMode(_ path: Path<MirrorPadMode>) -> Self {
        AttributeKey("mode", required: true) { value, definition in
            guard case .string(let text) = value, let mode = MirrorPadMode(rawValue: text.description) else {
                return false
            }
            definition[keyPath: path] = mode
            return true
        } encode: {
            .string($0[keyPath: path].rawValue)
        }
    }
}

extension Tensor {
    /// This tensor continued at its edges by its mirror image. TF: `tf.pad` with mode `REFLECT` or `SYMMETRIC`.
    public func mirrorPadded(
        by paddings: [Padding], mode: MirrorPadMode = .reflect, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor {
        graph.addTensor(
            MirrorPad(mode: mode), operands: [.tensor(self), .constant(paddings.matrix, argument: "paddings")],
            name: name, site: CreationSite(file, line))
    }
}
