import AdjointCore
func concatenate(_ tensors: [Tensor], axis: some IndexOperand, name: String? = nil) -> Tensor { tensors[0] }
extension Tensor {
    subscript(_ r: PartialRangeUpTo<Int>) -> Tensor { self }
    subscript(_ r: PartialRangeFrom<Int>) -> Tensor { self }
    subscript(_ r: Int) -> Tensor { self }
    subscript(_ r: Tensor) -> Tensor { self }
    func sliced(begin: some IndexOperand, size: some IndexOperand, name: String? = nil) -> Tensor { self }
    func gathered(at: some IndexOperand) -> Tensor { self }
    func scattered(at: Tensor, shape: some IndexOperand, name: String? = nil) -> Tensor { self }
}
