public import AdjointCore

/// The bits that one of both has, elementwise. TF: `BitwiseXor`.
///
/// Integers; shapes broadcast.
public struct BitwiseXor: BitwiseOperation {
    public static let type = "BitwiseXor"
    public static let signature = OperationSignature.binary(in: .integer)

    public init() {}

    static func combine<Element: FixedWidthInteger>(_ left: Element, _ right: Element) -> Element { left ^ right }

    public static let gradient = GradientRule<BitwiseXor>.stopsGradient(reason: "the result is an integer")
}
