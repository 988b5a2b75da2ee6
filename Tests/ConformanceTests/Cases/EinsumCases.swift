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
        // Indices that are repeated, summed in one factor alone, or both.
        equation("i->ii", [3]), equation("iij->ji", [3, 3, 2]), equation("aabbcd->ca", [2, 2, 3, 3, 2, 2]),
        equation("iii->i", [3, 3, 3]), equation("iii->", [2, 2, 2]), equation("ij,k->i", [2, 3], [4]),
        equation("iij,jk->ik", [3, 3, 2], [2, 4]), equation("iij,k->jk", [3, 3, 2], [4]),
        equation("abc,cd->da", [2, 3, 4], [4, 2]),
        // The same beside dimensions that broadcast.
        equation("...ij->...i", [2, 3, 4]), equation("i...j->j...", [2, 3, 4]), equation("...ii->...", [2, 3, 3]),
        equation("...ij,jk->...k", [2, 3, 4], [4, 2]), equation("...ij,...j->...", [2, 1, 3, 4], [5, 4]),
        equation("ij,...jk->...ik", [3, 4], [2, 4, 2]), equation("i...k,k...->i...", [2, 3, 4], [4, 1]),
    ]

    private static func equation(_ equation: String, _ shapes: [Int]...) -> OperationCase {
        OperationCase("Einsum \(equation) of \(shapes)", inputs: shapes.map { .random($0) }) { inputs in
            inputs.count == 1 ? einsum(equation, inputs[0]) : einsum(equation, inputs[0], inputs[1])
        }
    }
}
