import AdjointCore
import AdjointOperations
import Testing

@Suite struct ImagePartTests {
    private let images = NDArray((0..<48).map { Float($0) }, dimensions: [1, 4, 4, 3])

    /// Noise has no numbers to compare; it lies within those of the image, and what shows the image shows it.
    @Test(arguments: ["uniform", "gaussian"])
    func noiseStandsBesideTheImage(_ noise: String) throws {
        let attributes: Attributes = ["uniform_noise": .bool(false), "noise": .string(noise)]
        let offsets = NDArray([Float(0), 1], dimensions: [1, 2])
        let glimpse = try SingleOperation.run(
            ExtractGlimpse.self, attributes, [images, NDArray([4, 4] as [Int32]), offsets])[0]
        let values = try glimpse.scalars(as: Float.self)
        #expect(values.allSatisfy { $0 >= 0 && $0 <= 47 })
        for row in 0..<4 {
            #expect(Array(values[row * 12..<row * 12 + 6]) == (0..<6).map { Float(row * 12 + 6 + $0) })
        }
        #expect(Set(values).count > 30)
    }

    @Test func badGlimpsesAreNamed() {
        func mistake(_ attributes: Attributes, size: [Int32] = [2, 2]) -> String? {
            SingleOperation.mistake(
                ExtractGlimpseV2.self, attributes,
                [images, NDArray(size), NDArray([Float.nan, .infinity], dimensions: [1, 2])])
        }
        #expect(mistake([:]) == nil)
        #expect(mistake(["noise": .string("pink")])?.contains("noise must be") ?? false)
        #expect(mistake(["noise": .string("zero")])?.contains("uniform_noise is set") ?? false)
        #expect(mistake([:], size: [0, 2])?.contains("size must be positive") ?? false)
    }

    @Test func badBoxesAreNamed() {
        func mistake(_ boxes: [Float], _ attributes: Attributes = [:], size: [Int64] = [9, 9, 3]) -> String? {
            SingleOperation.mistake(
                SampleDistortedBoundingBox.self, attributes,
                [NDArray(size), NDArray(boxes, dimensions: [1, boxes.count / 4, 4])])
        }
        #expect(mistake([0, 0, 1, 1]) == nil)
        #expect(mistake([0, 0, 1, 1.5])?.contains("box 0 must lie in 0…1") ?? false)
        #expect(mistake([0, .nan, 1, 1])?.contains("box 0 must lie in 0…1") ?? false)
        #expect(mistake([])?.contains("there are no boxes") ?? false)
        #expect(mistake([0, 0, 1, 1], size: [-1, 9, 3])?.contains("no extents") ?? false)
        #expect(mistake([0, 0, 1, 1], size: [1 << 40, 9, 3])?.contains("no extents") ?? false)
        #expect(mistake([0, 0, 1, 1], ["area_range": .list(.floats([0, 1]))])?.contains("area_range") ?? false)
        #expect(mistake([0, 0, 1, 1], ["aspect_ratio_range": .list(.floats([1]))])?.contains("aspect_ratio") ?? false)
        #expect(mistake([0, 0, 1, 1], ["max_attempts": .int(0)])?.contains("max_attempts") ?? false)
    }

    @Test func drawnBoxesMayBeNoNumbers() throws {
        let boxes = NDArray([Float.nan, 0, 1, 1, -.infinity, 0.5, .infinity, 0.5], dimensions: [1, 2, 4])
        let drawn = try SingleOperation.run(DrawBoundingBoxes.self, [:], [images, boxes])[0].scalars(as: Float.self)
        // The second box is a line through all rows, in the second color.
        for row in 0..<4 { #expect(Array(drawn[row * 12 + 3..<row * 12 + 6]) == [0, 0, 1]) }
        #expect(drawn[0..<3] == [0, 1, 2])
    }
}
