public import AdjointCore

// Arithmetic on variables reads their values: each operator stands for the one of Tensor on `value`, or on a new read where
// the variable is behind a handle, as in TensorFlow. The overloads are concrete so that long expressions type-check quickly.
extension Variable {
    /// The negative, element by element.
    public static prefix func - (operand: Variable) -> Tensor { -operand.currentValue() }

    /// The sum, element by element.
    public static func + (left: Variable, right: Variable) -> Tensor { left.currentValue() + right.currentValue() }

    /// The sum, element by element.
    public static func + (left: Variable, right: Tensor) -> Tensor { left.currentValue() + right }

    /// The sum, element by element.
    public static func + (left: Tensor, right: Variable) -> Tensor { left + right.currentValue() }

    /// The sum, element by element. The number is converted to the variable's element type.
    public static func + (left: Variable, right: some TensorScalar) -> Tensor { left.currentValue() + right }

    /// The sum, element by element. The number is converted to the variable's element type.
    public static func + (left: some TensorScalar, right: Variable) -> Tensor { left + right.currentValue() }

    /// The difference, element by element.
    public static func - (left: Variable, right: Variable) -> Tensor { left.currentValue() - right.currentValue() }

    /// The difference, element by element.
    public static func - (left: Variable, right: Tensor) -> Tensor { left.currentValue() - right }

    /// The difference, element by element.
    public static func - (left: Tensor, right: Variable) -> Tensor { left - right.currentValue() }

    /// The difference, element by element. The number is converted to the variable's element type.
    public static func - (left: Variable, right: some TensorScalar) -> Tensor { left.currentValue() - right }

    /// The difference, element by element. The number is converted to the variable's element type.
    public static func - (left: some TensorScalar, right: Variable) -> Tensor { left - right.currentValue() }

    /// The product, element by element.
    public static func * (left: Variable, right: Variable) -> Tensor { left.currentValue() * right.currentValue() }

    /// The product, element by element.
    public static func * (left: Variable, right: Tensor) -> Tensor { left.currentValue() * right }

    /// The product, element by element.
    public static func * (left: Tensor, right: Variable) -> Tensor { left * right.currentValue() }

    /// The product, element by element. The number is converted to the variable's element type.
    public static func * (left: Variable, right: some TensorScalar) -> Tensor { left.currentValue() * right }

    /// The product, element by element. The number is converted to the variable's element type.
    public static func * (left: some TensorScalar, right: Variable) -> Tensor { left * right.currentValue() }

    /// The quotient, element by element.
    public static func / (left: Variable, right: Variable) -> Tensor { left.currentValue() / right.currentValue() }

    /// The quotient, element by element.
    public static func / (left: Variable, right: Tensor) -> Tensor { left.currentValue() / right }

    /// The quotient, element by element.
    public static func / (left: Tensor, right: Variable) -> Tensor { left / right.currentValue() }

    /// The quotient, element by element. The number is converted to the variable's element type.
    public static func / (left: Variable, right: some TensorScalar) -> Tensor { left.currentValue() / right }

    /// The quotient, element by element. The number is converted to the variable's element type.
    public static func / (left: some TensorScalar, right: Variable) -> Tensor { left / right.currentValue() }

    /// The remainder of floored division, element by element.
    public static func % (left: Variable, right: Variable) -> Tensor { left.currentValue() % right.currentValue() }

    /// The remainder of floored division, element by element.
    public static func % (left: Variable, right: Tensor) -> Tensor { left.currentValue() % right }

    /// The remainder of floored division, element by element.
    public static func % (left: Tensor, right: Variable) -> Tensor { left % right.currentValue() }

    /// The remainder of floored division, element by element. The number is converted to the variable's element type.
    public static func % (left: Variable, right: some TensorScalar) -> Tensor { left.currentValue() % right }

    /// The remainder of floored division, element by element. The number is converted to the variable's element type.
    public static func % (left: some TensorScalar, right: Variable) -> Tensor { left % right.currentValue() }
}
