public import AdjointCore

/// The bits of x moved to higher places by y, elementwise. TF: `LeftShift`.
///
/// Integers; shapes broadcast.
public struct LeftShift: BitwiseOperation {
    public static let type = "LeftShift"
    public static let signature = OperationSignature.binary(in: .integer)

    public init() {}

    static func combine<Element: FixedWidthInteger>(_ left: Element, _ right: Element) -> Element { left &<< right }

    public static let gradient = GradientRule<LeftShift>.stopsGradient(reason: "the result is an integer")
}
