/// A number with its derivative by some parameter: what is computed with such numbers has its derivative, too.
struct DualNumber {
    var value: Double
    var derivative: Double

    init(_ value: Double, derivative: Double = 0) {
        self.value = value
        self.derivative = derivative
    }
}

extension DualNumber {
    static func + (x: DualNumber, y: DualNumber) -> DualNumber {
        DualNumber(x.value + y.value, derivative: x.derivative + y.derivative)
    }
    static func - (x: DualNumber, y: DualNumber) -> DualNumber {
        DualNumber(x.value - y.value, derivative: x.derivative - y.derivative)
    }
    static func * (x: DualNumber, y: DualNumber) -> DualNumber {
        DualNumber(x.value * y.value, derivative: x.derivative * y.value + x.value * y.derivative)
    }
    static func / (x: DualNumber, y: DualNumber) -> DualNumber {
        let quotient = x.value / y.value
        return DualNumber(quotient, derivative: (x.derivative - quotient * y.derivative) / y.value)
    }

    static func + (x: DualNumber, y: Double) -> DualNumber { x + DualNumber(y) }
    static func - (x: Double, y: DualNumber) -> DualNumber { DualNumber(x) - y }
    static func * (x: Double, y: DualNumber) -> DualNumber { DualNumber(x) * y }
    static func / (x: Double, y: DualNumber) -> DualNumber { DualNumber(x) / y }
}
