import AdjointCore

/// ``CheckNumerics`` whose error tells the infinities apart. TF: `CheckNumericsV2`.
public struct CheckNumericsV2: NumericsCheck {
    public static let type = "CheckNumericsV2"

    /// What the error begins with.
    public var message = ""

    public init() {}

    static func names(of found: NumericsFaults) -> String {
        var names: [String] = []
        if found.hasNegativeInfinity { names.append("-Inf") }
        if found.hasPositiveInfinity { names.append("+Inf") }
        if found.hasNaN { names.append("NaN") }
        switch names.count {
        case 3: return "\(names[0]), \(names[1]), and \(names[2])"
        case 2: return "\(names[0]) and \(names[1])"
        default: return names[0]
        }
    }
}
