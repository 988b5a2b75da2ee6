import Adjoint
import Testing

@Suite("Input normalization")
struct InputNormalizationTests {
    private let examples = NDArray([1, 10, 5, 3, 20, 5, 5, 30, 5, 7, 40, 5] as [Double], dimensions: [4, 3])

    @Test("the training set gets mean 0 and deviation 1 in every feature; a constant one becomes 0")
    func features() throws {
        let normalize = InputNormalization(fitting: examples)
        #expect(normalize.means == [4, 25, 5])
        let result = try normalize(examples).scalars(as: Double.self)
        for feature in 0..<2 {
            let column = stride(from: feature, to: 12, by: 3).map { result[$0] }
            #expect(abs(column.reduce(0, +)) < 1e-12)
            #expect(abs(column.reduce(0) { $0 + $1 * $1 } / 4 - 1) < 1e-12)
        }
        #expect(stride(from: 2, to: 12, by: 3).allSatisfy { result[$0] == 0 })
    }

    @Test("other splits are seen through the training set's mean and deviation")
    func otherSplits() throws {
        let normalize = InputNormalization(fitting: examples)
        let other = NDArray([4, 25, 6] as [Double], dimensions: [1, 3])
        let result = try normalize(other).scalars(as: Double.self)
        #expect(result[0] == 0 && result[1] == 0 && result[2] == 1e7)
    }

    @Test("all elements may share one mean and one deviation")
    func all() throws {
        let normalize = InputNormalization(fitting: examples, per: .all)
        #expect(normalize.means.count == 1)
        let result = try normalize(examples).scalars(as: Double.self)
        #expect(abs(result.reduce(0, +)) < 1e-12 && abs(result.reduce(0) { $0 + $1 * $1 } / 12 - 1) < 1e-12)
    }

    @Test("bounds cut or squash what is far from the mean")
    func bounds() throws {
        let plain = try InputNormalization(fitting: examples)(examples).scalars(as: Double.self)
        let clipped = try InputNormalization(fitting: examples, bounds: .clip(1))(examples).scalars(as: Double.self)
        let squashed = try InputNormalization(fitting: examples, bounds: .tanh)(examples).scalars(as: Double.self)
        for index in plain.indices {
            #expect(clipped[index] == min(max(plain[index], -1), 1))
            #expect(abs(squashed[index]) < 1 && (squashed[index] < 0) == (plain[index] < 0))
        }
        #expect(clipped.contains(1) && clipped.contains(-1))
    }

    @Test("a large mean costs no precision, and float32 stays float32")
    func largeMean() throws {
        let values = (0..<1000).map { 1e9 + Double($0 % 2) }
        let normalize = InputNormalization(fitting: NDArray(values, dimensions: [1000, 1]))
        #expect(abs(normalize.deviations[0] - 0.5) < 1e-6)
        let floats = NDArray([1, 2, 3, 4] as [Float], dimensions: [2, 2])
        #expect(InputNormalization(fitting: floats)(floats) == NDArray([-1, -1, 1, 1] as [Float], dimensions: [2, 2]))
    }
}
