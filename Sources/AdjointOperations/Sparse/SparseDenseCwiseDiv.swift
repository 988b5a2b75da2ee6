public import AdjointCore

/// Quotients of a sparse tensor's values and the elements of a dense one at their places. TF: `SparseDenseCwiseDiv`.
///
/// The dense tensor broadcasts to the sparse one's shape. An index out of range is an error of the run.
public struct SparseDenseCwiseDiv: SparseDenseCwiseOperation {
    public static let type = "SparseDenseCwiseDiv"
    public static let signature = OperationSignature.sparseDenseCwise

    public init() {}

    static func combine<Element: NumericElement>(_ left: Element, _ right: Element) -> Element {
        .quotient(left, right)
    }

    public static let gradient = GradientRule<SparseDenseCwiseDiv>.differentiable { _, context in
        context.sparseDenseGradients { gradient, value, element in
            (gradient / element, gradient * (-value / element.squared()))
        }
    }
}
