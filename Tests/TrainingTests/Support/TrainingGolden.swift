import Adjoint
import Foundation

/// How a program went in TensorFlow; Tests/Fixtures/training/make_training_goldens.py says what the file holds.
struct TrainingGolden {
    struct Description: Decodable {
        struct Variable: Decodable {
            var name: String
            var shape: [Int]
            var lossOnly: Bool
        }
        struct Result: Decodable {
            var name: String
            var shape: [Int]
        }
        var variables: [Variable]
        var collections: [String: [String]]
        var results: [Result]
    }

    /// What is known of some arrays: a sample of the elements of all of them, and numbers about each.
    struct Arrays {
        var samples: [Float]
        var norms: [Float]?
        var maxima: [Float]?
        /// How far TensorFlow is from itself.
        var differences: [Float]?
    }

    let description: Description
    let losses: [Float]
    let lossDifference: Float
    let initial: Arrays
    let final: Arrays
    let results: Arrays

    static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Fixtures/training/goldens")

    init(_ name: String) throws {
        let file = try NPZ(contentsOf: Self.directory.appendingPathComponent(name + ".npz").path)
        func floats(_ name: String) throws -> [Float] {
            let bytes = try file.array(named: name).bytes
            return bytes.withUnsafeBytes { bytes in
                (0..<bytes.count / 4).map { bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
            }
        }
        let json = try file.array(named: "description").bytes
        description = try JSONDecoder().decode(Description.self, from: Data(json))
        losses = try floats("losses")
        lossDifference = try floats("lossDifference")[0]
        initial = Arrays(samples: try floats("initial"), norms: try floats("initialNorms"))
        final = Arrays(
            samples: try floats("final"), norms: try floats("finalNorms"), maxima: try floats("finalMaxima"),
            differences: try floats("differences"))
        results = Arrays(
            samples: try floats("results"), maxima: try floats("resultMaxima"),
            differences: try floats("resultDifferences"))
    }

    /// The sample that goldens keep of an array.
    static func sample(_ array: NDArray) -> [Double] {
        let values = array.doubles ?? []
        var step = max(1, (values.count + 255) / 256)
        while greatestCommonDivisor(step, max(array.dimensions.last ?? 1, 1)) != 1 { step += 1 }
        return stride(from: 0, to: values.count, by: step).map { values[$0] }
    }

    private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
        var (a, b) = (a, b)
        while b != 0 { (a, b) = (b, a % b) }
        return a
    }
}
