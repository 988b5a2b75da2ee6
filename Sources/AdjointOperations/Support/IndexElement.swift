import AdjointCore

/// One entry of an integer vector that a builder puts together: known now, or a scalar that the graph computes.
enum IndexElement: Sendable {
    case known(Int)
    case computed(Tensor)
}

extension Graph {
    /// A vector of integers: one constant if all are known, else a `Pack` with constants named by position
    /// (`stack/1`), as TensorFlow converts lists that mix numbers and tensors.
    func packedIndices(
        _ elements: [IndexElement], dtype: DType = .int32, name: String, site: CreationSite? = nil
    ) -> Tensor {
        var known: [Int] = []
        for case .known(let value) in elements { known.append(value) }
        if known.count == elements.count {
            return addTensor(Const(NDArray(indices: known, dtype: dtype)), name: name, site: site)
        }
        return scoped(name) { scope in
            let scalars = elements.enumerated().map { index, element in
                switch element {
                case .known(let value):
                    addTensor(
                        Const(NDArray(indices: [value], dtype: dtype, dimensions: [])), name: "\(index)", site: site)
                case .computed(let tensor): tensor
                }
            }
            return addTensor(Pack(), inputs: scalars, name: scope, site: site)
        }
    }
}
