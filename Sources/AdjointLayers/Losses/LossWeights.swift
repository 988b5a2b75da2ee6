public import AdjointCore
import AdjointOperations

/// What losses are multiplied by: a number, or a tensor with a weight for each example or element.
///
/// A tensor is a scalar, or has the rank of the losses and in each dimension their extent or 1.
public protocol LossWeights: Sendable {
    /// The weights as a tensor of a graph: themselves, or a constant named `x` in a scope `Cast`, as TensorFlow names it.
    func weightTensor(in graph: Graph, dtype: DType, site: CreationSite) -> Tensor
}

extension Tensor: LossWeights {
    public func weightTensor(in graph: Graph, dtype: DType, site: CreationSite) -> Tensor {
        cast(to: dtype, file: site.fileID, line: site.line)
    }
}

extension LossWeights where Self: TensorScalar {
    public func weightTensor(in graph: Graph, dtype: DType, site: CreationSite) -> Tensor {
        graph.nameScope("Cast") {
            graph.constant(NDArray(doubleValue, dtype: dtype), name: "x", file: site.fileID, line: site.line)
        }
    }
}

extension Double: LossWeights {}
extension Float: LossWeights {}
extension Int: LossWeights {}
