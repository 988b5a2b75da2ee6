public import AdjointCore

/// What is said of the dimensions of one data format, in the order of another. TF: `DataFormatVecPermute`.
///
/// int32 or int64: one number for each dimension, or a pair for each (`[n, 2]`); if there are two, they are those of height
/// and width.
public struct DataFormatVecPermute: FormatPermutation {
    public static let type = "DataFormatVecPermute"
    public static let signature = OperationSignature.unary(in: .index)
    public static let attributes: [AttributeKey<DataFormatVecPermute>] = formatAttributes

    /// The letters of the dimensions as they are.
    public var sourceFormat = "NHWC"
    /// The letters of the dimensions as they are wanted.
    public var targetFormat = "NCHW"

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let rank = context.shape(0).rank else { return [.unknown] }
        guard rank == 1 || rank == 2 && context.shape(0)[1] ?? 2 == 2 else {
            throw OperationError("x must be a vector or pairs, not of shape \(context.shape(0))")
        }
        return [context.shape(0)]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (dtype, dimensions) = (context.inputs[0].dtype, context.inputs[0].dimensions)
        let places = try self.places(among: dimensions.first == 2 ? "HW" : nil)
        guard places.count == dimensions.first else {
            throw OperationError("there are \(places.count) dimensions, but x is \(Shape(dimensions))")
        }
        let width = dimensions.dropFirst().reduce(1, *) * dtype.byteCount
        return Kernel { arguments in
            for (place, target) in places.enumerated() {
                (arguments.rawOutput(0) + target * width).copyMemory(
                    from: arguments.rawInput(0) + place * width, byteCount: width)
            }
        }
    }
}
