public import AdjointCore

/// The input itself; an error when it runs if an element is NaN or infinite. TF: `CheckNumerics`.
public struct CheckNumerics: NumericsCheck {
    public static let type = "CheckNumerics"

    /// What the error begins with.
    public var message = ""

    public init() {}

    /// A check with the message that its error begins with.
    public init(message: String) { self.message = message }

    static func names(of found: NumericsFaults) -> String {
        guard found.hasPositiveInfinity || found.hasNegativeInfinity else { return "NaN" }
        return found.hasNaN ? "Inf and NaN" : "Inf"
    }
}

extension Tensor {
    /// This tensor, with an error when it runs if an element is NaN or infinite.
    ///
    /// Shape and element type stay; float32, float64. TF: `tf.check_numerics`.
    /// - Parameter message: What the error begins with.
    public func checkingNumerics(
        _ message: String, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(CheckNumerics(message: message), name: name, file: file, line: line)
    }
}
