public import AdjointCore

/// What a variable's value is brought back to after every update by an optimizer. TF: `constraint`.
public struct Constraint: Sendable {
    private let build: @Sendable (Tensor) -> Tensor

    /// A constraint that builds the allowed value, of the same shape and element type, from any value.
    public init(_ build: @escaping @Sendable (Tensor) -> Tensor) { self.build = build }

    /// The allowed value for a value, built in the current name scope.
    public func projection(of value: Tensor) -> Tensor { build(value) }
}
