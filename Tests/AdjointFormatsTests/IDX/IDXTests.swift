import AdjointFormats
import Testing

@Suite("IDX")
struct IDXTests {
    @Test("gives back every element type and rank, down to empty arrays", arguments: IDX.ElementType.allCases)
    func roundTrip(elementType: IDX.ElementType) throws {
        for dimensions in [[], [0], [3], [2, 3], [2, 0, 5], [1, 2, 3, 4]] {
            let count = dimensions.reduce(elementType.size, *)
            let array = IDX.Array(
                elementType: elementType, dimensions: dimensions, bytes: Bytes((0..<count).map { UInt8($0) }))
            #expect(try IDX.decode(Bytes(IDX.encode(array))) == array)
        }
    }

    @Test("has the header that MNIST's files have")
    func header() {
        let labels = IDX.Array(elementType: .uint8, dimensions: [3], bytes: [7, 2, 1])
        #expect(IDX.encode(labels) == [0, 0, 8, 1, 0, 0, 0, 3, 7, 2, 1])
    }

    @Test("reads the MNIST sample: 4,500 and 500 images, each digit 450 and 50 times")
    func sample() throws {
        let resources = Fixture.path("../../Sources/Examples/mnist/Resources")
        for (name, count) in [("train", 4500), ("t10k", 500)] {
            let labels = try IDX.read(contentsOf: "\(resources)/\(name)-labels-idx1-ubyte.gz")
            #expect(labels.dimensions == [count])
            for digit in UInt8(0)..<10 {
                #expect(labels.bytes.count { $0 == digit } == count / 10)
            }
        }
        let images = try IDX.read(contentsOf: "\(resources)/t10k-images-idx3-ubyte.gz")
        #expect(images.dimensions == [500, 28, 28])
        #expect(images.bytes.max() == 255)
    }

    @Test("throws for a missing file, and names it")
    func missing() {
        #expect { try IDX.read(contentsOf: "/nowhere/train-images-idx3-ubyte.gz") } throws: { error in
            guard let error = error as? FileError else { return false }
            return error.isMissing && error.path == "/nowhere/train-images-idx3-ubyte.gz"
        }
    }

    @Test("throws for damaged files: cut short, too long, or of another kind")
    func damage() throws {
        let file = IDX.encode(
            IDX.Array(elementType: .int16, dimensions: [2, 3], bytes: Bytes([UInt8](repeating: 1, count: 12))))
        Damage.expectTruncationsThrow(file) { _ = try IDX.decode($0) }
        try Damage.expectMutantsOnlyThrow([file], count: 2000) { _ = try IDX.decode($0) }
        expect(.malformed, file + [0])
        expect(.badMagic, [1] + file)
        expect(.badMagic, [0, 0, 10, 0])
        // Dimensions whose product overflows.
        expect(.malformed, [0, 0, 8, 3] + [UInt8](repeating: 255, count: 12))
    }

    private func expect(
        _ kind: FormatError.Kind, _ file: [UInt8], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(sourceLocation: sourceLocation) {
            try IDX.decode(Bytes(file))
        } throws: {
            ($0 as? FormatError)?.kind == kind
        }
    }
}
