import AdjointCore

/// How `CropAndResize` takes samples from an image. TF: its attribute `method`.
public enum CropMethod: String, Sendable, Hashable {
    /// Between the four nearest pixels.
    case bilinear
    /// The nearest pixel.
    case nearest
}

/// Where crops of given boxes take their samples along one axis of the images.
struct CropAxis: Sendable {
    /// The extent of the images.
    var input: Int
    /// The extent of the crops.
    var output: Int

    /// How far a sample moves along with the lower and the upper end of the box.
    func shares(_ index: Int) -> (lower: Float, upper: Float) {
        let extent = Float(input - 1)
        guard output > 1 else { return (0.5 * extent, 0.5 * extent) }
        let ratio = extent / Float(output - 1)
        return (extent - Float(index) * ratio, Float(index) * ratio)
    }

    /// Where sample `index` of a crop lies; `nil` beside the image.
    func position(_ index: Int, from lower: Float, to upper: Float) -> Float? {
        let extent = Float(input - 1)
        let position =
            output > 1
            ? lower * extent + Float(index) * ((upper - lower) * extent / Float(output - 1))
            : 0.5 * (lower + upper) * extent
        return position >= 0 && position <= extent ? position : nil
    }
}

/// The crops of boxes from images, all of one extent.
struct CropPlan: Sendable {
    let rows: CropAxis
    let columns: CropAxis
    let channels: Int
    let imageCount: Int
    let boxCount: Int

    /// - Throws: ``OperationError`` if boxes and images do not fit.
    init(
        images: [Int], crops: [Int], boxes: BindingContext.Operand, indices: BindingContext.Operand
    ) throws {
        guard boxes.dimensions == [crops[0], 4], indices.dimensions == [crops[0]], images[3] == crops[3] else {
            throw OperationError(
                "\(crops[0]) crops need boxes [\(crops[0]), 4] and as many indices, not \(Shape(boxes.dimensions)) and \(Shape(indices.dimensions))"
            )
        }
        guard images[1] > 0, images[2] > 0 else { throw OperationError("images need pixels: \(Shape(images))") }
        rows = CropAxis(input: images[1], output: crops[1])
        columns = CropAxis(input: images[2], output: crops[2])
        (channels, imageCount, boxCount) = (images[3], images[0], crops[0])
    }

    /// Calls `body` for every sample of every crop: the box, the image, where in the crop, and where in the image.
    func forEachSample(
        _ boxes: UnsafePointer<Float>, _ indices: UnsafePointer<Int32>,
        _ body: (_ box: Int, _ image: Int, _ place: (row: Int, column: Int), _ position: (y: Float, x: Float)?) -> Void
    ) throws {
        for box in 0..<boxCount {
            let image = Int(indices[box])
            guard (0..<imageCount).contains(image) else {
                throw OperationError("box \(box) is of image \(image), of \(imageCount)")
            }
            for row in 0..<rows.output {
                let y = rows.position(row, from: boxes[4 * box], to: boxes[4 * box + 2])
                for column in 0..<columns.output {
                    let x = columns.position(column, from: boxes[4 * box + 1], to: boxes[4 * box + 3])
                    let position = y.flatMap { y in x.map { (y, $0) } }
                    body(box, image, (row, column), position)
                }
            }
        }
    }

    /// The first element of a pixel.
    func pixel(_ image: Int, _ row: Float, _ column: Float) -> Int {
        ((image * rows.input + Int(row)) * columns.input + Int(column)) * channels
    }

    /// The first element of a crop's pixel.
    func crop(_ box: Int, _ place: (row: Int, column: Int)) -> Int {
        ((box * rows.output + place.row) * columns.output + place.column) * channels
    }
}

extension ShapeContext {
    /// The shape of crops that boxes cut out of images.
    func cropShape(images: Shape, boxes index: Int, size: Shape) throws -> Shape {
        let images = try checkedImages(images)
        let boxes = try shape(index, rank: 2, role: "boxes")
        let indices = try shape(index + 1, rank: 1, role: "box_ind")
        guard boxes.isCompatible(with: [indices[0], 4]) else {
            throw OperationError("boxes \(boxes) do not fit indices \(indices)")
        }
        return [boxes[0] ?? indices[0], size[0], size[1], images[3]]
    }

    private func checkedImages(_ shape: Shape) throws -> Shape {
        guard let images = shape.merged(with: Shape(rank: 4)) else {
            throw OperationError("images must be of rank 4, not of shape \(shape)")
        }
        return images
    }
}

extension AttributeKey {
    /// The attribute `method`.
    static func cropMethod(_ path: Path<CropMethod>) -> Self {
        Self("method") { value, definition in
            guard case .string(let text) = value, let method = CropMethod(rawValue: text.description) else {
                return false
            }
            definition[keyPath: path] = method
            return true
        } encode: {
            .string($0[keyPath: path].rawValue)
        }
    }
}
