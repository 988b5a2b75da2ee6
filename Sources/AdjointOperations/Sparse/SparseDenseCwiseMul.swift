public import AdjointCore

/// Products of a sparse tensor's values and the elements of a dense one at their places. TF: `SparseDenseCwiseMul`.
///
/// The dense tensor broadcasts to the sparse one's shape. An index out of range is an error of the run.
public struct SparseDenseCwiseMul: SparseDenseCwiseOperation {
    public static let type = "SparseDenseCwiseMul"
    public static let signature = OperationSignature.sparseDenseCwise

    public init() {}

    static func combine<Element: NumericElement>(_ left: Element, _ right: Element) -> Element { .product(left, right) }

    public static let gradient = GradientRule<SparseDenseCwiseMul>.differentiable { _, context in
        context.sparseDenseGradients { gradient, value, element in (gradient * element, gradient * value) }
    }
}
