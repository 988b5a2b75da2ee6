public import AdjointCore

// Arithmetic on variables reads their values: each operator stands for the one of Tensor on `value`. The overloads are
// concrete so that long expressions type-check quickly.
extension Variable {
    /// The negative, element by element.
    public static prefix func - (operand: Variable) -> Tensor { -operand.value }

    /// The sum, element by element.
    public static func + (left: Variable, right: Variable) -> Tensor { left.value + right.value }

    /// The sum, element by element.
    public static func + (left: Variable, right: Tensor) -> Tensor { left.value + right }

    /// The sum, element by element.
    public static func + (left: Tensor, right: Variable) -> Tensor { left + right.value }

    /// The sum, element by element. The number is converted to the variable's element type.
    public static func + (left: Variable, right: some TensorScalar) -> Tensor { left.value + right }

    /// The sum, element by element. The number is converted to the variable's element type.
    public static func + (left: some TensorScalar, right: Variable) -> Tensor { left + right.value }

    /// The difference, element by element.
    public static func - (left: Variable, right: Variable) -> Tensor { left.value - right.value }

    /// The difference, element by element.
    public static func - (left: Variable, right: Tensor) -> Tensor { left.value - right }

    /// The difference, element by element.
    public static func - (left: Tensor, right: Variable) -> Tensor { left - right.value }

    /// The difference, element by element. The number is converted to the variable's element type.
    public static func - (left: Variable, right: some TensorScalar) -> Tensor { left.value - right }

    /// The difference, element by element. The number is converted to the variable's element type.
    public static func - (left: some TensorScalar, right: Variable) -> Tensor { left - right.value }

    /// The product, element by element.
    public static func * (left: Variable, right: Variable) -> Tensor { left.value * right.value }

    /// The product, element by element.
    public static func * (left: Variable, right: Tensor) -> Tensor { left.value * right }

    /// The product, element by element.
    public static func * (left: Tensor, right: Variable) -> Tensor { left * right.value }

    /// The product, element by element. The number is converted to the variable's element type.
    public static func * (left: Variable, right: some TensorScalar) -> Tensor { left.value * right }

    /// The product, element by element. The number is converted to the variable's element type.
    public static func * (left: some TensorScalar, right: Variable) -> Tensor { left * right.value }

    /// The quotient, element by element.
    public static func / (left: Variable, right: Variable) -> Tensor { left.value / right.value }

    /// The quotient, element by element.
    public static func / (left: Variable, right: Tensor) -> Tensor { left.value / right }

    /// The quotient, element by element.
    public static func / (left: Tensor, right: Variable) -> Tensor { left / right.value }

    /// The quotient, element by element. The number is converted to the variable's element type.
    public static func / (left: Variable, right: some TensorScalar) -> Tensor { left.value / right }

    /// The quotient, element by element. The number is converted to the variable's element type.
    public static func / (left: some TensorScalar, right: Variable) -> Tensor { left / right.value }

    /// The remainder of floored division, element by element.
    public static func % (left: Variable, right: Variable) -> Tensor { left.value % right.value }

    /// The remainder of floored division, element by element.
    public static func % (left: Variable, right: Tensor) -> Tensor { left.value % right }

    /// The remainder of floored division, element by element.
    public static func % (left: Tensor, right: Variable) -> Tensor { left % right.value }

    /// The remainder of floored division, element by element. The number is converted to the variable's element type.
    public static func % (left: Variable, right: some TensorScalar) -> Tensor { left.value % right }

    /// The remainder of floored division, element by element. The number is converted to the variable's element type.
    public static func % (left: some TensorScalar, right: Variable) -> Tensor { left % right.value }
}
