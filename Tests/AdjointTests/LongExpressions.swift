import Adjoint

/// Twelve expressions of the length that real models have. `.ci/run` type-checks this file alone and fails if one of them
/// takes longer than 100 ms.
func longExpressions(_ x: Tensor, _ y: Tensor, _ v: Variable) -> [Tensor] {
    let first = x * 2 + y * 3 - x / y + 1 - y * x * 0.5 + 7 / x - 3
    let second = (x - y) * (x + y) / (x * y + 1) - (x * x - y * y) / (x * y + 1)
    let third = 1 / (1 + (-x).exp()) - x.sigmoid() + 2 * x - x - x
    let fourth = 0.5 * x * (1 + (0.797_884_560_8 * (x + 0.044715 * x * x * x)).tanh()) - 0.1 * y
    let fifth = (x - x.mean()) / (x.squared().mean() - x.mean() * x.mean() + 0.001).sqrt() * 2 + 1
    let sixth = -(y * x.log() + (1 - y) * (1 + x).log()) / 3 + x * 0 - 1
    let seventh = v * x + v * y - v / 2 + 3 * v - 1
    let eighth = (v - 0.1 * x) * (v - 0.1 * x) + (v + 0.1 * y) * (v + 0.1 * y) - 4
    let ninth = x * 1 + x * 2 + x * 3 + x * 4 + x * 5 + x * 6 + x * 7 + x * 8
    let tenth = ((((x + 1) * 2 - 1) / 3 + y) * 2 - y) / (1 + x) * (2 - 1 / y)
    let eleventh = maximum(x * 0.01, x) + minimum(y * 2, 3 * x) - maximum(x, y) * minimum(x, y) + 1
    let twelfth = (x * x + y * y).sqrt() - (x + y).abs() + (x - y).squared() / (1 + x * x + y * y) - 0.25
    return [
        first, second, third, fourth, fifth, sixth, seventh, eighth, ninth,
        tenth, eleventh, twelfth,
    ]
}
