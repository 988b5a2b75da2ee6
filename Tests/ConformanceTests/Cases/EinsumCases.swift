import Adjoint
import AdjointCore

extension OperationCase {
    /// Equations of `Einsum`.
    static let einsums: [OperationCase] = [
        equation("ij,jk->ik", [2, 3], [3, 4]), equation("bhqd,bhkd->bhqk", [2, 2, 3, 4], [2, 2, 5, 4]),
        equation("bij,bjk->ikb", [2, 3, 4], [2, 4, 5]), equation("i,j->ij", [3], [4]),
        equation("ij,ij->", [2, 3], [2, 3]),
        equation("ij->ji", [2, 3]), equation("ijk->k", [2, 3, 4]), equation("ij,jk->k", [2, 3], [3, 4]),
        equation("ii->i", [3, 3]), equation("ii->", [3, 3]), equation("...ij,...jk->...ik", [2, 3, 4], [2, 4, 2]),
        equation("...ij,jk->...ik", [2, 3, 4], [4, 2]), equation("...i,...i->...", [2, 1, 3], [5, 3]),
        equation("ij,jk->ik", [0, 3], [3, 4]),
    ]

    private static func equation(_ equation: String, _ shapes: [Int]...) -> OperationCase {
        OperationCase("Einsum \(equation) of \(shapes)", inputs: shapes.map { .random($0) }) { inputs in
            inputs.count == 1 ? einsum(equation, inputs[0]) : einsum(equation, inputs[0], inputs[1])
        }
    }
}
