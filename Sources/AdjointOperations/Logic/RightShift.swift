public import AdjointCore

/// The bits of x moved to lower places by y, elementwise. TF: `RightShift`.
///
/// Integers; shapes broadcast.
public struct RightShift: BitwiseOperation {
    public static let type = "RightShift"
    public static let signature = OperationSignature.binary(in: .integer)

    public init() {}

    static func combine<Element: FixedWidthInteger>(_ left: Element, _ right: Element) -> Element { left &>> right }

    public static let gradient = GradientRule<RightShift>.stopsGradient(reason: "the result is an integer")
}
