public import AdjointCore

/// The bits that either has, elementwise. TF: `BitwiseOr`.
///
/// Integers; shapes broadcast.
public struct BitwiseOr: BitwiseOperation {
    public static let type = "BitwiseOr"
    public static let signature = OperationSignature.binary(in: .integer)

    public init() {}

    static func combine<Element: FixedWidthInteger>(_ left: Element, _ right: Element) -> Element { left | right }

    public static let gradient = GradientRule<BitwiseOr>.stopsGradient(reason: "the result is an integer")
}
