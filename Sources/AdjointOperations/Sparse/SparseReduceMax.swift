public import AdjointCore

/// The greatest of a sparse tensor's elements along some axes, as a dense tensor; 0 where there is none.
/// TF: `SparseReduceMax`.
public struct SparseReduceMax: SparseReduction {
    public static let type = "SparseReduceMax"
    public static let signature = OperationSignature.sparseReduction
    public static let attributes: [AttributeKey<SparseReduceMax>] = [.bool("keep_dims", \.keepsDimensions)]

    /// Whether reduced dimensions stay, with extent 1.
    public var keepsDimensions = false

    public init() {}

    static func combine<Element: NumericElement>(_ left: Element, _ right: Element) -> Element { max(left, right) }

    public static let gradient = GradientRule<SparseReduceMax>.notDifferentiable(reason: "TensorFlow defines none")
}
