import AdjointCore
import AdjointKernels

/// An optimizer's step on those rows of a variable that indices pick: the formula of `Base` for one row after the other,
/// so that a row picked twice takes two steps. TF: `SparseApplyAdagrad` and its like.
///
/// The indices follow the gradient, whose rows belong to them. An index out of range is an error of the run; rows
/// before it have been updated by then.
struct SparseUpdate<Base: UpdateOperation>: OperationDefinition {
    static var type: String { "Sparse" + Base.type }
    static var attributes: [AttributeKey<Self>] { Base.attributes.map { $0.within(\Self.base) } }

    /// The step on the whole variable.
    var base = Base()

    init() {}

    static var signature: OperationSignature {
        var inputs = Base.signature.inputs
        inputs.insert(.tensor("indices", "Tindices", in: .index), at: Base.arguments.gradient + 1)
        return OperationSignature(inputs: inputs, outputs: Base.signature.outputs)
    }

    /// Where the indices stand.
    private static var indices: Int { Base.arguments.gradient + 1 }

    var traits: OperationTraits {
        var traits = OperationTraits.write(.updates, isInputZeroReturned: !Base.signature.outputs.isEmpty)
        for slot in Base.arguments.slots { traits.effects[slot] = .updates }
        return traits
    }

    func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        var shape = context.variableShape(0)
        for slot in Base.arguments.slots {
            guard let merged = shape.merged(with: context.variableShape(slot)) else {
                throw OperationError(
                    "the variable has the shape \(shape), its \(Self.signature.inputs[slot].name) "
                        + "\(context.variableShape(slot))")
            }
            shape = merged
        }
        let indices = try context.shape(Self.indices, rank: 1, role: "indices")
        if let dimensions = shape.partialDimensions {
            guard !dimensions.isEmpty else { throw OperationError("a scalar variable has no rows to update") }
            let expected = indices.appending(Shape(Array(dimensions.dropFirst())))
            guard context.shape(Base.arguments.gradient).isCompatible(with: expected) else {
                throw OperationError(
                    "the gradient must be \(expected), not \(context.shape(Base.arguments.gradient))")
            }
        }
        return Base.signature.outputs.isEmpty ? [] : [shape]
    }

    static var gradient: GradientRule<Self> { .notDifferentiable(reason: "TensorFlow defines none for updates") }

    func bind(_ context: borrowing BindingContext) throws -> Kernel {
        try base.requireRowRule()
        let dimensions = context.inputs[0].dimensions
        guard let rowCount = dimensions.first else { throw OperationError("a scalar variable has no rows to update") }
        for slot in Base.arguments.slots where context.inputs[slot].dimensions != dimensions {
            throw OperationError(
                "a slot has the shape \(Shape(context.inputs[slot].dimensions)), not \(Shape(dimensions))")
        }
        let (indices, gradient) = (context.inputs[Self.indices], context.inputs[Base.arguments.gradient])
        guard gradient.dimensions == indices.dimensions + dimensions.dropFirst() else {
            throw OperationError(
                "the gradient must be \(Shape(indices.dimensions + dimensions.dropFirst())), not "
                    + "\(Shape(gradient.dimensions))")
        }
        let rows = RowIndexing(count: indices.count, depth: 1, extents: [rowCount])
        let width = dimensions.dropFirst().reduce(1, *)
        func kernel<Scalar: UpdateScalar>(_: Scalar.Type) -> Kernel {
            switch indices.dtype {
            case .int32: self.kernel(Scalar.self, Int32.self, rows, width: width)
            default: self.kernel(Scalar.self, Int64.self, rows, width: width)
            }
        }
        switch context.inputs[0].dtype {
        case .float32: return kernel(Float.self)
        case .float64: return kernel(Double.self)
        default: throw OperationError("no kernel for \(context.inputs[0].dtype.name)")
        }
    }

    private func kernel<Scalar: UpdateScalar, Index: FixedWidthInteger & Sendable>(
        _: Scalar.Type, _: Index.Type, _ rows: RowIndexing, width: Int
    ) -> Kernel {
        let (rule, places) = (base.rule, Base.arguments.insertingIndices)
        return Kernel(operationCount: 2 * rows.count * width) { arguments in
            let values = places.hyperparameters(arguments, Scalar.self)
            let (gradient, indices) = (
                arguments.input(places.gradient, as: Scalar.self), arguments.input(Self.indices, as: Index.self)
            )
            for position in 0..<rows.count {
                let row = try rows.row(indices, at: position)!
                places.apply(
                    rule, Scalar.self, values, arguments, gradient: gradient + position * width,
                    range: row * width..<(row + 1) * width, workers: .serial)
            }
        }
    }
}

/// An optimizer's step on rows of a variable behind a handle. TF: `ResourceSparseApplyAdagrad` and its like.
struct ResourceSparseUpdate<Base: UpdateOperation>: OperationDefinition {
    static var type: String { "Resource" + SparseUpdate<Base>.type }
    static var signature: OperationSignature { SparseUpdate<Base>.signature.withHandles }
    static var attributes: [AttributeKey<Self>] { SparseUpdate<Base>.attributes.map { $0.within(\Self.base) } }

    /// The step on references.
    var base = SparseUpdate<Base>()

    init() {}

    var traits: OperationTraits {
        var traits = base.traits
        traits.aliases = [:]
        return traits
    }

    func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try base.inferShapes(context)
        return []
    }

    static var gradient: GradientRule<Self> { .notDifferentiable(reason: "TensorFlow defines none for updates") }

    func bind(_ context: borrowing BindingContext) throws -> Kernel { try base.bind(context) }
}

extension UpdateArguments {
    /// The places with indices behind the gradient.
    fileprivate var insertingIndices: UpdateArguments {
        func moved(_ place: Int) -> Int { place > gradient ? place + 1 : place }
        return UpdateArguments(
            slots: slots.map(moved), gradient: gradient, learningRate: moved(learningRate), momentum: moved(momentum),
            rho: moved(rho), epsilon: moved(epsilon), beta1: moved(beta1), beta2: moved(beta2),
            beta1Power: moved(beta1Power), beta2Power: moved(beta2Power), l1: moved(l1), l2: moved(l2),
            l2Shrinkage: moved(l2Shrinkage), learningRatePower: moved(learningRatePower))
    }
}
