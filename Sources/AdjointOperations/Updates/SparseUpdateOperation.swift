import AdjointCore
import AdjointKernels

/// An optimizer's step for some rows of a variable and its slots, in place; all other rows stay as they are.
///
/// Rows that are picked several times are updated several times, in the order of the indices.
protocol SparseUpdateOperation: VariableWrite {
    /// Which input is what; the gradient's rows are those of the indices.
    static var arguments: UpdateArguments { get }
    /// The place of the indices.
    static var indices: Int { get }
    /// The formula.
    var rule: UpdateRule { get }
}

extension OperationSignature {
    /// A sparse update's: `references` are the variable and its slots, `values` the scalars, the gradient and the
    /// indices, in one order; `integers` are those of the values that are int64.
    static func sparseUpdate(
        _ references: [String], _ values: [String], integers: Set<String> = []
    ) -> OperationSignature {
        OperationSignature(
            inputs: references.map { .tensor($0, in: .floatingPoint, isReference: true) }
                + values.map { name in
                    if name == "indices" { return .tensor(name, "Tindices", in: .index) }
                    return integers.contains(name) ? .tensor(name, .int64) : .tensor(name, in: .floatingPoint)
                },
            outputs: [.tensor("out", isReference: true)])
    }
}

extension SparseUpdateOperation {
    public var traits: OperationTraits {
        var traits = OperationTraits.write(.updates, isInputZeroReturned: !Self.signature.outputs.isEmpty)
        for slot in Self.arguments.slots { traits.effects[slot] = .updates }
        return traits
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let arguments = Self.arguments
        var shape = context.variableShape(0)
        for index in arguments.slots {
            guard let merged = shape.merged(with: context.variableShape(index)) else {
                throw OperationError(
                    "the variable has the shape \(shape), its \(Self.signature.inputs[index].name) "
                        + "\(context.shape(index))")
            }
            shape = merged
        }
        let indices = try context.shape(Self.indices, rank: 1, role: "indices")
        if let dimensions = shape.partialDimensions {
            guard !dimensions.isEmpty else { throw OperationError("a scalar variable has no rows to update") }
            let expected = indices.appending(Shape(Array(dimensions.dropFirst())))
            guard context.shape(arguments.gradient).isCompatible(with: expected) else {
                throw OperationError(
                    "the gradient must be \(expected) for indices \(indices) into a variable \(shape), "
                        + "not \(context.shape(arguments.gradient))")
            }
        }
        for index in context.inputs.indices.dropFirst()
        where index != arguments.gradient && index != Self.indices && !arguments.slots.contains(index) {
            guard context.shape(index).isCompatible(with: .scalar) else {
                throw OperationError(
                    "\(Self.signature.inputs[index].name) must be a scalar, not \(context.shape(index))")
            }
        }
        return Self.signature.outputs.isEmpty ? [] : [shape]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { try sparseUpdateKernel(context) }

    /// The kernel: all indices are checked before the first row is written.
    func sparseUpdateKernel(_ context: borrowing BindingContext) throws -> Kernel {
        let places = Self.arguments
        let (variable, gradient) = (context.inputs[0], context.inputs[places.gradient])
        for index in places.slots where context.inputs[index].dimensions != variable.dimensions {
            throw OperationError(
                "the variable has the shape \(Shape(variable.dimensions)), its "
                    + "\(Self.signature.inputs[index].name) \(Shape(context.inputs[index].dimensions))")
        }
        guard let rowCount = variable.dimensions.first else {
            throw OperationError("a scalar variable has no rows to update")
        }
        let indices = context.inputs[Self.indices]
        guard indices.dimensions.count == 1,
            gradient.dimensions == indices.dimensions + variable.dimensions.dropFirst()
        else {
            throw OperationError(
                "the gradient is \(Shape(gradient.dimensions)) for indices \(Shape(indices.dimensions)) "
                    + "into a variable \(Shape(variable.dimensions))")
        }
        let plan = SparseUpdatePlan(
            rule: rule, places: places, indices: Self.indices, indexCount: indices.count, rowCount: rowCount,
            width: variable.dimensions.dropFirst().reduce(1, *))
        switch (variable.dtype, indices.dtype) {
        case (.float32, .int32): return plan.kernel(Float.self, Int32.self)
        case (.float32, _): return plan.kernel(Float.self, Int64.self)
        case (.float64, .int32): return plan.kernel(Double.self, Int32.self)
        case (.float64, _): return plan.kernel(Double.self, Int64.self)
        default: throw OperationError.noKernel(for: variable.dtype)
        }
    }
}

/// A sparse update with everything that depends on shapes worked out.
private struct SparseUpdatePlan: Sendable {
    let rule: UpdateRule
    let places: UpdateArguments
    let indices: Int
    let indexCount: Int
    let rowCount: Int
    let width: Int

    func kernel<Scalar: UpdateScalar, Index: TensorScalar & FixedWidthInteger>(
        _: Scalar.Type, _: Index.Type
    ) -> Kernel {
        Kernel(operationCount: 2 * indexCount * width) { arguments in
            let indices = arguments.input(indices, as: Index.self)
            for position in 0..<indexCount where indices[position] < 0 || Int(indices[position]) >= rowCount {
                throw OperationError("indices[\(position)] = \(indices[position]) is not in 0..<\(rowCount)")
            }
            let values = places.hyperparameters(arguments, Scalar.self)
            let gradient = arguments.input(places.gradient, as: Scalar.self)
            for position in 0..<indexCount {
                let row = Int(indices[position]) * width
                places.apply(
                    rule, Scalar.self, values, arguments, gradient: gradient + position * width,
                    range: row..<(row + width), workers: arguments.workers)
            }
        }
    }
}
