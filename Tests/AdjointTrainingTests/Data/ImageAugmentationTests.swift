import Adjoint
import Testing

@Suite("Image augmentation")
struct ImageAugmentationTests {
    /// Images of 3×4 pixels, all different.
    private let images = NDArray((0..<(50 * 12)).map { Float($0 % 12 + 1) / 16 }, dimensions: [50, 3, 4])

    private func image(_ array: NDArray, _ index: Int) throws -> [Float] {
        try array.rows(index..<(index + 1)).scalars(as: Float.self)
    }

    @Test("without changes, images stay as they are")
    func identity() {
        #expect(ImageAugmentation(height: 3, width: 4)(images, seed: 1) == images)
    }

    @Test("a seed gives the same images again, another seed others")
    func repeatability() {
        let augment = ImageAugmentation(
            height: 3, width: 4, shift: 1, horizontalFlip: 0.5, rotation: 20, brightness: 0.1)
        #expect(augment(images, seed: 1) == augment(images, seed: 1))
        #expect(augment(images, seed: 1) != augment(images, seed: 2))
        // An image's changes depend on its place, not on how many follow it.
        #expect(augment(images.rows(0..<7), seed: 1) == augment(images, seed: 1).rows(0..<7))
    }

    @Test("mirror images are mirrored, for about the share asked for")
    func flips() throws {
        let original = try image(images, 0)
        var (mirrored, upsideDown) = (original, original)
        for row in 0..<3 {
            for column in 0..<4 {
                mirrored[row * 4 + column] = original[row * 4 + 3 - column]
                upsideDown[row * 4 + column] = original[(2 - row) * 4 + column]
            }
        }
        #expect(try image(ImageAugmentation(height: 3, width: 4, horizontalFlip: 1)(images, seed: 3), 0) == mirrored)
        #expect(try image(ImageAugmentation(height: 3, width: 4, verticalFlip: 1)(images, seed: 3), 0) == upsideDown)
        let half = ImageAugmentation(height: 3, width: 4, horizontalFlip: 0.5)(images, seed: 3)
        var count = 0
        for index in 0..<50 {
            let result = try image(half, index)
            if result == mirrored { count += 1 } else { #expect(result == original) }
        }
        #expect((10...40).contains(count))
    }

    @Test("shifts move whole pixels by at most the limit, in every direction, and bring in zeros")
    func shifts() throws {
        let original = try image(images, 0)
        let shifted = ImageAugmentation(height: 3, width: 4, shift: 1)(images, seed: 5)
        var seen: Set<[Int]> = []
        for index in 0..<50 {
            let moved = try image(shifted, index)
            for down in -1...1 {
                for right in -1...1 {
                    var expected = [Float](repeating: 0, count: 12)
                    for row in 0..<3 where (0..<3).contains(row - down) {
                        for column in 0..<4 where (0..<4).contains(column - right) {
                            expected[row * 4 + column] = original[(row - down) * 4 + column - right]
                        }
                    }
                    if moved == expected { seen.insert([down, right]) }
                }
            }
        }
        #expect(seen.count == 9)
    }

    @Test("rotations keep the center and turn at most by the limit; a quarter turn is exact")
    func rotation() throws {
        let cross = NDArray([0, 0, 0, 1, 1, 1, 0, 0, 0] as [Float], dimensions: [1, 9])
        let many = NDArray((0..<100).flatMap { _ in try! cross.scalars(as: Float.self) }, dimensions: [100, 9])
        let turned = ImageAugmentation(height: 3, width: 3, rotation: 90)(many, seed: 1)
        for index in 0..<100 {
            let pixels = try image(turned, index)
            #expect(abs(pixels[4] - 1) < 1e-6 && pixels.allSatisfy { (0...1).contains($0) })
            // The line goes through the center at some angle: what it says on one side, it says on the other.
            for place in 0..<9 { #expect(abs(pixels[place] - pixels[8 - place]) < 1e-5) }
        }
        let slightly = ImageAugmentation(height: 3, width: 3, rotation: 1)(many, seed: 1)
        for index in 0..<100 { #expect(try image(slightly, index)[3] > 0.98) }
    }

    @Test("brightness adds one number to all pixels of an image, within the range")
    func brightness() throws {
        let brighter = ImageAugmentation(height: 3, width: 4, brightness: 0.25, range: nil)(images, seed: 1)
        let cut = ImageAugmentation(height: 3, width: 4, brightness: 0.25, range: 0...0.5)(images, seed: 1)
        var added: Set<Float> = []
        for index in 0..<50 {
            let (before, after) = (try image(images, index), try image(brighter, index))
            let difference = after[0] - before[0]
            added.insert(difference)
            #expect(abs(difference) <= 0.25)
            for (old, new) in zip(before, after) { #expect(abs(new - old - difference) < 1e-6) }
            #expect(try image(cut, index) == after.map { min(max($0, 0), 0.5) })
        }
        #expect(added.count > 40)
    }

    @Test("channels stay together")
    func channels() {
        let image = NDArray([1, 2, 3, 4, 5, 6] as [Float], dimensions: [1, 1, 3, 2])
        let augment = ImageAugmentation(height: 1, width: 3, channels: 2, horizontalFlip: 1, range: nil)
        #expect(augment(image, seed: 0) == NDArray([5, 6, 3, 4, 1, 2] as [Float], dimensions: [1, 1, 3, 2]))
    }
}
