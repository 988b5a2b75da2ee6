/// An element type whose values can be added; integers wrap.
protocol SummableElement: Sendable {
    static func sum(_ left: Self, _ right: Self) -> Self
}

extension SummableElement where Self: FixedWidthInteger {
    static func sum(_ left: Self, _ right: Self) -> Self { left &+ right }
}

extension Float: SummableElement {
    static func sum(_ left: Float, _ right: Float) -> Float { left + right }
}
extension Double: SummableElement {
    static func sum(_ left: Double, _ right: Double) -> Double { left + right }
}
extension Int8: SummableElement {}
extension Int16: SummableElement {}
extension Int32: SummableElement {}
extension Int64: SummableElement {}
extension UInt8: SummableElement {}
extension UInt16: SummableElement {}
extension UInt32: SummableElement {}
extension UInt64: SummableElement {}
