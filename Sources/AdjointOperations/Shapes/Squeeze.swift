public import AdjointCore

/// Its input without dimensions of extent 1. TF: `Squeeze`.
public struct Squeeze: OperationDefinition {
    public static let type = "Squeeze"
    public static let signature = OperationSignature(inputs: [.tensor("input")], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<Squeeze>] = [.ints("squeeze_dims", \.axes)]

    /// The dimensions to remove; all of extent 1 if empty.
    public var axes: [Int] = []

    public init() {}

    /// The op that removes the given dimensions.
    public init(axes: [Int]) { self.axes = axes }

    public var traits: OperationTraits { .identity }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let shape = context.shape(0)
        guard let sizes = shape.partialDimensions else { return [.unknown] }
        if axes.isEmpty {
            return shape.isFullyKnown ? [Shape(sizes.filter { $0 != 1 })] : [.unknown]
        }
        var isRemoved = [Bool](repeating: false, count: sizes.count)
        for axis in axes { isRemoved[try Axes.resolve(axis, rank: sizes.count)] = true }
        for (axis, size) in sizes.enumerated() where isRemoved[axis] && size ?? 1 != 1 {
            throw OperationError("dimension \(axis) of \(shape) cannot be removed: its extent is not 1")
        }
        return [Shape(sizes.indices.filter { !isRemoved[$0] }.map { sizes[$0] } as [Int?])]
    }

    public static let gradient = GradientRule<Squeeze>.differentiable { _, context in
        [context.outputGradient().reshaped(to: context.inputs[0].shapeTensor())]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { .copying(context.inputs[0]) }
}

extension Tensor {
    /// This tensor without dimensions of extent 1. TF: `tf.squeeze`.
    ///
    /// - Parameter axes: Those to remove; all of extent 1 by default.
    public func squeezed(
        axes: [Int] = [], name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Squeeze(axes: axes), name: name, file: file, line: line)
    }
}
