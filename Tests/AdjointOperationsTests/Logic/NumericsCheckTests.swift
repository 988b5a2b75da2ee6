import AdjointCore
import AdjointOperations
import Testing

@Suite struct NumericsCheckTests {
    private static let cases: [([Float], String, String)] = [
        ([.nan, 1], "NaN", "NaN"), ([.infinity, 1], "Inf", "+Inf"), ([-.infinity], "Inf", "-Inf"),
        ([.nan, .infinity], "Inf and NaN", "+Inf and NaN"), ([.infinity, -.infinity], "Inf", "-Inf and +Inf"),
        ([.infinity, -.infinity, .nan], "Inf and NaN", "-Inf, +Inf, and NaN"),
    ]

    /// The words of TensorFlow 2.21.
    @Test(arguments: cases)
    func faultsAreNamed(_ values: [Float], _ first: String, _ second: String) {
        let attributes: Attributes = ["message": .string("bad")]
        let older = SingleOperation.mistake(CheckNumerics.self, attributes, [NDArray(values)])
        #expect(older?.contains("bad : Tensor had \(first) values") ?? false)
        let newer = SingleOperation.mistake(CheckNumericsV2.self, attributes, [NDArray(values)])
        #expect(newer?.contains("bad : Tensor had \(second) values") ?? false)
    }
}
