import Adjoint
import FileTestSupport
import Testing

@Suite("Labeled images")
struct LabeledImagesTests {
    private typealias Files = (images: String, labels: String)

    /// Calls `body` with two files that hold the given arrays.
    private func withFiles(_ images: IDX.Array, _ labels: IDX.Array, _ body: (Files) throws -> Void) throws {
        try withTemporaryDirectory { directory in
            let files = (images: directory + "/images", labels: directory + "/labels")
            for (path, array) in [(files.images, images), (files.labels, labels)] {
                let file = try POSIXFileSystem.posix.create(path)
                try file.write(IDX.encode(array))
                try file.close()
            }
            try body(files)
        }
    }

    private func bytes(_ values: [UInt8], _ dimensions: [Int]) -> IDX.Array {
        IDX.Array(elementType: .uint8, dimensions: dimensions, bytes: Bytes(values))
    }

    @Test("flattens the images and scales the pixels")
    func reading() throws {
        try withFiles(bytes([0, 51, 102, 153, 204, 255, 1, 2], [2, 2, 2]), bytes([7, 3], [2])) { files in
            let images = try LabeledImages(imageFile: files.images, labelFile: files.labels)
            #expect(images.images.dimensions == [2, 4] && images.count == 2)
            #expect(
                try images.images.scalars(as: Float.self) == [0, 51, 102, 153, 204, 255, 1, 2].map { Float($0) / 255 })
            #expect(try images.labels.scalars(as: Int32.self) == [7, 3])
        }
    }

    @Test("names the file that does not hold what it should")
    func mismatches() throws {
        let images = bytes([1, 2, 3, 4], [2, 2])
        let labels = bytes([1, 0], [2])
        let floats = IDX.Array(elementType: .float32, dimensions: [1, 1], bytes: [0, 0, 0, 0])
        func expectMalformed(_ images: IDX.Array, _ labels: IDX.Array, blaming: (Files) -> String) throws {
            try withFiles(images, labels) { files in
                #expect {
                    try LabeledImages(imageFile: files.images, labelFile: files.labels)
                } throws: { error in
                    guard let error = error as? FormatError else { return false }
                    return error.kind == .malformed && error.path == blaming(files)
                }
            }
        }
        try expectMalformed(floats, labels) { $0.images }
        try expectMalformed(labels, labels) { $0.images }
        try expectMalformed(images, images) { $0.labels }
        try expectMalformed(images, floats) { $0.labels }
        try expectMalformed(images, bytes([1, 0, 1], [3])) { $0.labels }
    }
}
