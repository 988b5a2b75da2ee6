public import AdjointCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// ln of the running sum of powers of e along an axis. TF: `CumulativeLogsumexp`.
///
/// float32, float64. Where nothing is summed up yet, the result is -∞.
public struct CumulativeLogsumexp: CumulativeOperation {
    public static let type = "CumulativeLogsumexp"
    public static let signature = OperationSignature(
        inputs: [.tensor("x", in: .floatingPoint), .tensor("axis", "Tidx", in: .index)], outputs: [.tensor("out")])
    public static let attributes: [AttributeKey<CumulativeLogsumexp>] = cumulativeAttributes

    /// Whether an element's own value is left out of its result.
    public var isExclusive = false
    /// Whether to run from the last element to the first.
    public var isReversed = false

    public init() {}

    // The positive and the negative part of the gradient apart, as powers of e. TF: `_CumulativeLogsumexpGrad`.
    public static let gradient = GradientRule<CumulativeLogsumexp>.differentiable { definition, context in
        let (x, gradient, graph) = (context.inputs[0], context.outputGradient(), context.graph)
        let least = -(x.dtype == .float64 ? Double.greatestFiniteMagnitude : Double(Float.greatestFiniteMagnitude))
        let backward = CumulativeLogsumexp(exclusive: definition.isExclusive, reverse: !definition.isReversed)
        func part(_ gradient: Tensor) -> Tensor {
            let none = graph.constant(NDArray(least, dtype: x.dtype))
            let logarithm = graph.addTensor(SelectV2(), inputs: [gradient.isGreater(than: 0), gradient.log(), none])
            let sums = graph.addTensor(backward, inputs: [logarithm - context.outputs[0], context.inputs[1]])
            return (sums + x).exp()
        }
        return [part(gradient) - part(-gradient), nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (outer, extent, inner) = try extents(context)
        let (isExclusive, isReversed) = (isExclusive, isReversed)
        func kernel<Element: RealElement>(_: Element.Type) -> Kernel {
            Kernel(operationCount: outer * extent * inner) { arguments in
                let (input, output) = (arguments.input(0, as: Element.self), arguments.output(0, as: Element.self))
                for lane in 0..<outer * inner {
                    let start = lane / inner * extent * inner + lane % inner
                    var sum = -Double.infinity
                    for step in 0..<extent {
                        let place = start + (isReversed ? extent - 1 - step : step) * inner
                        let value = Double(input[place])
                        if isExclusive { output[place] = Element(sum) }
                        let greater = max(sum, value)
                        sum = greater.isInfinite ? greater : greater + log1p(exp(min(sum, value) - greater))
                        if !isExclusive { output[place] = Element(sum) }
                    }
                }
            }
        }
        switch context.inputs[0].dtype {
        case .float32: return kernel(Float.self)
        case .float64: return kernel(Double.self)
        case let dtype: throw OperationError.noKernel(for: dtype)
        }
    }
}
