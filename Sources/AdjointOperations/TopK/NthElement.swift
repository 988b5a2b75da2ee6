public import AdjointCore

/// The n-th smallest element of each row, counted from 0. TF: `NthElement`.
///
/// input: `[…, columns]`; n: an int32 scalar below columns; the result is without the last dimension.
public struct NthElement: OperationDefinition {
    public static let type = "NthElement"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", in: .numeric), .tensor("n", .int32)], outputs: [.tensor("values")])
    public static let attributes: [AttributeKey<NthElement>] = [.bool("reverse", \.isReversed)]

    /// Whether the n-th largest is wanted.
    public var isReversed = false

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(1, rank: 0, role: "n")
        guard let sizes = context.shape(0).partialDimensions else { return [.unknown] }
        guard let columns = sizes.last else { throw OperationError("a scalar has no rows") }
        if let n = context.integer(1), n < 0 || n >= columns ?? .max {
            throw OperationError("there is no element \(n) in rows of \(columns ?? 0)")
        }
        return [Shape(Array(sizes.dropLast()))]
    }

    // Equal elements share the gradient. TF: `_NthElementGrad`.
    public static let gradient = GradientRule<NthElement>.differentiable { _, context in
        let (input, gradient) = (context.inputs[0], context.outputGradient())
        let isTaken = context.outputs[0].expandingDimensions(at: -1).isEqual(to: input).cast(to: gradient.dtype)
        let count = isTaken.sum(axes: [-1]).expandingDimensions(at: -1)
        return [isTaken / count * gradient.expandingDimensions(at: -1), nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        guard let columns = context.inputs[0].dimensions.last else { throw OperationError("a scalar has no rows") }
        let (count, isReversed) = (context.outputs[0].count, isReversed)
        func kernel<Element: NumericElement>(_: Element.Type) -> Kernel {
            Kernel { arguments in
                let n = Int(arguments.input(1, as: Int32.self).pointee)
                guard (0..<columns).contains(n) else {
                    throw OperationError("there is no element \(n) in rows of \(columns)")
                }
                let input = arguments.input(0, as: Element.self)
                for row in 0..<count {
                    let sorted = UnsafeBufferPointer(start: input + row * columns, count: columns).sorted()
                    arguments.output(0, as: Element.self)[row] = sorted[isReversed ? columns - 1 - n : n]
                }
            }
        }
        switch context.inputs[0].dtype {
        case .float32: return kernel(Float.self)
        case .float64: return kernel(Double.self)
        case .int32: return kernel(Int32.self)
        case .int64: return kernel(Int64.self)
        case let dtype: return try kernel(dtype.requireNumeric())
        }
    }
}
