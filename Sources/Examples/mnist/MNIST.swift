import Adjoint
import Foundation

/// The digits: images of 28×28 pixels from 0 to 1, and which digit each shows.
struct MNIST {
    /// What the network learns from.
    let train: LabeledImages
    /// What it is measured on while it learns; may be empty.
    let validation: LabeledImages
    /// What it is measured on at the end.
    let test: LabeledImages

    /// The number of pixels of one image.
    static let pixelCount = 28 * 28
    /// The number of digits.
    static let classCount = 10

    /// Reads the four files in `directory`, and holds out the last training images for validation.
    ///
    /// - Parameters:
    ///   - directory: Where the files lie; `nil` for the sample that comes with the program.
    ///   - validationCount: How many training images to hold out; `nil` for a tenth of them.
    /// - Throws: `FileError`, ``MissingFile``; `FormatError` for a damaged file; ``UsageError`` where no training image
    ///   is left.
    init(directory: String?, validationCount: Int?) throws {
        let directory = directory ?? Bundle.module.bundlePath + "/Resources"
        let files = try MNISTFiles(directory: directory)
        let training = try Self.read(files.trainImages, files.trainLabels)
        test = try Self.read(files.testImages, files.testLabels)
        let heldOut = validationCount ?? training.count / 10
        guard heldOut < training.count else {
            throw UsageError(
                "--validation \(heldOut) leaves none of the \(training.count) training images to learn from")
        }
        (train, validation) = training.split(at: training.count - heldOut)
    }

    private init(train: LabeledImages, validation: LabeledImages, test: LabeledImages) {
        self.train = train
        self.validation = validation
        self.test = test
    }

    /// The first images only.
    func keeping(train trainCount: Int, test testCount: Int) -> MNIST {
        MNIST(
            train: train.split(at: min(trainCount, train.count)).head, validation: validation,
            test: test.split(at: min(testCount, test.count)).head)
    }

    private static func read(_ imageFile: String, _ labelFile: String) throws -> LabeledImages {
        let images = try LabeledImages(imageFile: imageFile, labelFile: labelFile)
        func malformed(_ detail: String, _ path: String) -> FormatError {
            FormatError(.malformed, format: "MNIST", detail, path: path)
        }
        guard images.count > 0 else { throw malformed("there is no image in it", imageFile) }
        let pixels = images.images.dimensions[1]
        guard pixels == pixelCount else {
            throw malformed("images have \(pixels) pixels, not \(pixelCount)", imageFile)
        }
        let labels = try images.labels.scalars(as: Int32.self)
        if let wrong = labels.first(where: { $0 >= Int32(classCount) }) {
            throw malformed("a label is \(wrong), not a digit", labelFile)
        }
        return images
    }
}
