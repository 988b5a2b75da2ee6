public import AdjointCore

/// The bits that both have, elementwise. TF: `BitwiseAnd`.
///
/// Integers; shapes broadcast.
public struct BitwiseAnd: BitwiseOperation {
    public static let type = "BitwiseAnd"
    public static let signature = OperationSignature.binary(in: .integer)

    public init() {}

    static func combine<Element: FixedWidthInteger>(_ left: Element, _ right: Element) -> Element { left & right }

    public static let gradient = GradientRule<BitwiseAnd>.stopsGradient(reason: "the result is an integer")
}
