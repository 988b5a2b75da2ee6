import AdjointCore
import AdjointKernels

/// An op that combines the elements of its input along some axes: `Sum`, `Mean`, `Max`…
///
/// input: any shape; reduction_indices: a scalar or vector of axes, negative ones counting from the end, none meaning
/// the input itself. The result has the input's shape without those axes, or with extent 1 there.
protocol Reduction: OperationDefinition {
    /// What is computed.
    static var function: ReductionFunction { get }
    /// Whether reduced axes stay with extent 1. TF: `keep_dims`.
    var keepsDimensions: Bool { get set }
}

extension OperationSignature {
    /// The signature of a reduction over elements of the given types.
    static func reduction(in types: DTypeSet) -> OperationSignature {
        OperationSignature(
            inputs: [.tensor("input", in: types), .tensor("reduction_indices", "Tidx", in: .index)],
            outputs: [.tensor("output")])
    }

    /// The signature of a reduction over booleans.
    static let booleanReduction = OperationSignature(
        inputs: [.tensor("input", .bool), .tensor("reduction_indices", "Tidx", in: .index)],
        outputs: [.tensor("output", .bool)])
}

extension Reduction {
    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        [try context.reducedShape(keepingDimensions: keepsDimensions)]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let type = try context.elementType(where: Self.function.supports)
        let plan = try context.reductionPlan()
        let function = Self.function
        return Kernel(operationCount: context.inputs[0].count) { arguments in
            AdjointKernels.Reduction.reduce(
                function, type, arguments.rawInput(0), to: arguments.rawOutput(0), plan: plan,
                workers: arguments.workers)
        }
    }
}

extension ShapeContext {
    /// The shape of input 0 reduced along the axes that input 1 holds.
    func reducedShape(keepingDimensions: Bool) throws -> Shape {
        guard shape(1).rank ?? 0 <= 1 else {
            throw OperationError("axes must be a scalar or a vector, not of shape \(shape(1))")
        }
        guard let sizes = shape(0).partialDimensions else { return .unknown }
        guard let axes = integers(1) else { return keepingDimensions ? Shape(rank: sizes.count) : .unknown }
        let isReduced = try Axes.mask(axes, rank: sizes.count)
        if keepingDimensions { return Shape(sizes.indices.map { isReduced[$0] ? 1 : sizes[$0] } as [Int?]) }
        return Shape(sizes.indices.filter { !isReduced[$0] }.map { sizes[$0] } as [Int?])
    }
}

extension BindingContext {
    /// How input 0 is reduced along the axes that input 1 holds.
    borrowing func reductionPlan() throws -> ReductionPlan {
        let dimensions = inputs[0].dimensions
        let isReduced = try Axes.mask(integers(1), rank: dimensions.count)
        guard let plan = ReductionPlan(shape: dimensions, axes: dimensions.indices.filter { isReduced[$0] }) else {
            throw OperationError("kept and reduced dimensions of \(dimensions) alternate more than eight times")
        }
        return plan
    }
}

extension Tensor {
    /// Builds a reduction of this tensor, over all axes if none are given.
    ///
    /// As in TensorFlow, the axes are a constant inside the op's name scope if stated, and one called `Const` beside the
    /// op if all are meant (a `range` up to the rank where that is 0 or not known).
    func reduced<Definition: Reduction>(
        by definition: Definition, axes: (any IndexOperand)?, keepingDimensions: Bool, name: String?,
        site: CreationSite
    ) -> Tensor {
        guard isValid else { return self }
        var definition = definition
        definition.keepsDimensions = keepingDimensions
        return graph.addTensor(
            definition, operands: [.tensor(self), reductionAxes(axes, site: site)], name: name, site: site)
    }

    /// The axes operand of a reduction of this tensor.
    func reductionAxes(_ axes: (any IndexOperand)?, site: CreationSite) -> Operand {
        if let axes { return axes.operand("reduction_indices") }
        if let rank = shape.rank, rank > 0 {
            return .tensor(indexConstant(Array(0..<rank), name: "Const", site: site))
        }
        let rank = rankTensor(file: site.fileID, line: site.line)
        return .tensor(graph.range(to: rank, file: site.fileID, line: site.line))
    }
}
