public import AdjointCore

/// Sums of a sparse tensor's values and the elements of a dense one at their places. TF: `SparseDenseCwiseAdd`.
///
/// The dense tensor broadcasts to the sparse one's shape. An index out of range is an error of the run.
public struct SparseDenseCwiseAdd: SparseDenseCwiseOperation {
    public static let type = "SparseDenseCwiseAdd"
    public static let signature = OperationSignature.sparseDenseCwise

    public init() {}

    static func combine<Element: NumericElement>(_ left: Element, _ right: Element) -> Element { .sum(left, right) }

    public static let gradient = GradientRule<SparseDenseCwiseAdd>.notDifferentiable(
        reason: "TensorFlow defines none")
}
