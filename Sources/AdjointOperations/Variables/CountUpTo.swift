public import AdjointCore

/// Returns a scalar integer variable's value and then adds one to it; an error once it has reached the limit.
/// TF: `CountUpTo`.
public struct CountUpTo: OperationDefinition {
    public static let type = "CountUpTo"
    public static let signature = OperationSignature(
        inputs: [.tensor("ref", in: .index, isReference: true)], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<CountUpTo>] = [.int("limit", \.limit, required: true)]

    /// The value that is not counted beyond.
    public var limit = 0

    public init() {}

    init(limit: Int) { self.limit = limit }

    public var traits: OperationTraits { .write(.updates, isInputZeroReturned: false) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard context.shape(0).isCompatible(with: .scalar) else {
            throw OperationError("the variable must be a scalar, not \(context.shape(0))")
        }
        return [.scalar]
    }

    public static let gradient = GradientRule<CountUpTo>.stopsGradient(reason: "the result is an integer")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        switch context.inputs[0].dtype {
        case .int32: kernel(Int32.self)
        default: kernel(Int64.self)
        }
    }

    private func kernel<Scalar: TensorScalar & FixedWidthInteger>(_: Scalar.Type) -> Kernel {
        let limit = limit
        return Kernel { arguments in
            let counter = arguments.reference(0, as: Scalar.self)
            guard Int(counter.pointee) < limit else { throw OperationError("the limit \(limit) is reached") }
            arguments.output(0, as: Scalar.self).pointee = counter.pointee
            counter.pointee += 1
        }
    }
}
