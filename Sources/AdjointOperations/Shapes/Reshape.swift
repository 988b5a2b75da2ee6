public import AdjointCore

/// The same elements under another shape. TF: `Reshape`.
public struct Reshape: OperationDefinition {
    public static let type = "Reshape"
    public static let signature = OperationSignature(
        inputs: [.tensor("tensor"), .tensor("shape", "Tshape", in: .index)], outputs: [.tensor("output")])

    public init() {}

    public var traits: OperationTraits { .identity }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(1, rank: 1, role: "the new shape")
        let requested = context.integers(1)
        if let requested, requested.contains(where: { $0 < -1 }) || requested.filter({ $0 == -1 }).count > 1 {
            throw OperationError("\(requested) is not a shape: one entry may be -1, the others must not be negative")
        }
        let target = context.partialShape(1)
        guard let sizes = target.partialDimensions else { return [.unknown] }
        let known = sizes.reduce(1) { $0 * ($1 ?? 1) }
        guard let count = context.shape(0).elementCount else { return [target] }
        let unknowns = sizes.filter { $0 == nil }.count
        guard unknowns <= 1, unknowns == 0 || known != 0 else { return [target] }
        guard unknowns == 0 ? known == count : count % known == 0 else {
            throw OperationError(
                "\(count) elements of shape \(context.shape(0)) do not fill the shape \(requested ?? [known])")
        }
        return [Shape(sizes.map { $0 ?? count / known } as [Int?])]
    }

    public func inferStaticValues(_ context: ShapeContext) -> [Int: StaticValue] {
        // Only what is already known of a vector that stays one; the kernel handles known inputs.
        guard context.value(0) == nil, let rank = context.partialShape(1).rank, rank == 1 else { return [:] }
        return context.staticValueOfInputZero
    }

    // With a single unknown dimension the input's shape can be written down, -1 standing for it. TF: `_ReshapeGrad`.
    public static let gradient = GradientRule<Reshape>.differentiable { _, context in
        let gradient = context.outputGradient()
        if let sizes = context.inputs[0].shape.partialDimensions, sizes.filter({ $0 == nil }).count == 1,
            !sizes.contains(0)
        {
            return [gradient.reshaped(to: sizes.map { $0 ?? -1 }), nil]
        }
        return [gradient.reshaped(to: context.inputs[0].shapeTensor()), nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        guard context.inputs[0].count == context.outputs[0].count else {
            throw OperationError(
                "\(context.inputs[0].count) elements do not fill the shape \(context.outputs[0].dimensions)")
        }
        return .copying(context.inputs[0])
    }
}

extension Tensor {
    /// The same elements under another shape. TF: `tf.reshape`.
    ///
    /// Any type. Costs nothing in a run.
    /// - Parameter shape: The new dimensions; one may be -1, which stands for what the number of elements demands.
    public func reshaped(
        to shape: [Int], name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        graph.addTensor(
            Reshape(), operands: [.tensor(self), shape.operand("shape")], name: name, site: CreationSite(file, line))
    }

    /// The same elements under a shape that the graph computes. TF: `tf.reshape`.
    public func reshaped(
        to shape: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Reshape(), with: shape, name: name, site: CreationSite(file, line))
    }
}
