package import Adjoint

/// Numbers for tests, the same on every machine. Source: SplitMix64 (Steele, Lea, Flood 2014).
package struct TestNumbers {
    private var state: UInt64

    /// The stream that belongs to a text.
    package init(_ text: String) {
        state = text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }

    /// The next number in 0..<1. A multiple of 2⁻²³, so that it is the same in float32 and float64.
    package mutating func next() -> Double {
        state &+= 0x9e37_79b9_7f4a_7c15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return Double((bits ^ (bits >> 31)) >> 41) / Double(1 << 23)
    }

    /// `count` numbers in a range, rounded to float32.
    package mutating func numbers(_ count: Int, in range: ClosedRange<Double>) -> [Double] {
        (0..<count).map { _ in
            Double(Float(range.lowerBound + (range.upperBound - range.lowerBound) * next()))
        }
    }
}

extension NDArray {
    /// The numbers as elements of a numeric type, rounded.
    package init(_ numbers: [Double], as dtype: DType, dimensions: [Int]) {
        switch dtype {
        case .float32: self.init(numbers.map { Float($0) }, dimensions: dimensions)
        case .float64: self.init(numbers, dimensions: dimensions)
        case .int32: self.init(numbers.map { Int32($0.rounded()) }, dimensions: dimensions)
        case .int64: self.init(numbers.map { Int64($0.rounded()) }, dimensions: dimensions)
        case .uint8: self.init(numbers.map { UInt8($0.magnitude.rounded()) }, dimensions: dimensions)
        case .bool: self.init(numbers.map { $0 > 0 }, dimensions: dimensions)
        #if !(os(macOS) && arch(x86_64))
            case .float16: self.init(numbers.map { Float16($0) }, dimensions: dimensions)
        #endif
        default: preconditionFailure("no test values of \(dtype.name)")
        }
    }
}

extension OperationCase.Input {
    /// The value of an input of `dtype`; `name` makes it differ from other inputs'.
    package func value(_ dtype: DType, name: String) -> NDArray {
        var numbers = TestNumbers(name)
        switch self {
        case .random(let dimensions):
            let range = dtype.isFloatingPoint || dtype == .bool ? -1.0...1.0 : -9.0...9.0
            return NDArray(
                numbers.numbers(dimensions.reduce(1, *), in: range), as: dtype, dimensions: dimensions)
        case .randomIn(let range, let dimensions):
            return NDArray(
                numbers.numbers(dimensions.reduce(1, *), in: range), as: dtype, dimensions: dimensions)
        case .value(let array): return array
        }
    }

    /// Whether the element type is that under test.
    package var isVariable: Bool {
        if case .value = self { return false }
        return true
    }
}
