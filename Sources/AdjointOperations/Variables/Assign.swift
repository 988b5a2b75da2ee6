public import AdjointCore

/// Sets a variable and returns its reference. TF: `Assign`.
public struct Assign: OperationDefinition {
    public static let type = "Assign"
    public static let signature = OperationSignature(
        inputs: [.tensor("ref", isReference: true), .tensor("value")],
        outputs: [.tensor("output_ref", isReference: true)])
    public static let attributes: [AttributeKey<Assign>] = [
        .bool("validate_shape", \.validatesShape), .bool("use_locking", \.usesLocking),
    ]

    /// Whether the value must have the variable's shape.
    public var validatesShape = true
    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = true

    public init() {}

    /// An assignment with the given attributes.
    public init(validatesShape: Bool = true, usesLocking: Bool) {
        self.validatesShape = validatesShape
        self.usesLocking = usesLocking
    }

    public var traits: OperationTraits { .write(.initializes) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard validatesShape else { return [context.shape(1)] }
        return [try context.mergedReferenceShape()]
    }

    public static let gradient = GradientRule<Assign>.stopsGradient(reason: "an assignment has no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (reference, value) = (context.inputs[0], context.inputs[1])
        guard reference.dimensions == value.dimensions else {
            throw OperationError(
                "the variable has the shape \(Shape(reference.dimensions)), the value \(Shape(value.dimensions))")
        }
        let count = value.count
        if value.dtype == .string {
            return Kernel { arguments in
                arguments.reference(0, as: TensorString.self)
                    .update(from: arguments.input(1, as: TensorString.self), count: count)
            }
        }
        let byteCount = count * value.dtype.byteCount
        return Kernel { arguments in
            arguments.rawInput(0).copyMemory(from: arguments.rawInput(1), byteCount: byteCount)
        }
    }
}

extension ShapeContext {
    /// The shape of a variable (input 0) that is written elementwise with input 1.
    ///
    /// - Throws: ``OperationError`` if the two cannot have one shape.
    func mergedReferenceShape() throws -> Shape {
        guard let shape = shape(0).merged(with: shape(1)) else {
            throw OperationError("the variable has the shape \(shape(0)), the value \(shape(1))")
        }
        return shape
    }
}
