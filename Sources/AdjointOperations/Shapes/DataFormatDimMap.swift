public import AdjointCore

/// The numbers of dimensions of one data format in another. TF: `DataFormatDimMap`.
///
/// int32 or int64 of any shape; negative numbers count from the end. A number that is none of a dimension is an error of the
/// run.
public struct DataFormatDimMap: FormatPermutation {
    public static let type = "DataFormatDimMap"
    public static let signature = OperationSignature.unary(in: .index)
    public static let attributes: [AttributeKey<DataFormatDimMap>] = formatAttributes

    /// The letters of the dimensions as they are.
    public var sourceFormat = "NHWC"
    /// The letters of the dimensions as they are wanted.
    public var targetFormat = "NCHW"

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.shape(0)] }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (places, count) = (try self.places(), context.inputs[0].count)
        func kernel<Element: FixedWidthInteger & Sendable>(_: Element.Type) -> Kernel {
            Kernel { arguments in
                let (input, output) = (arguments.input(0, as: Element.self), arguments.output(0, as: Element.self))
                for index in 0..<count {
                    let axis = try Axes.resolve(Int(input[index]), rank: places.count)
                    output[index] = Element(places[axis])
                }
            }
        }
        return context.inputs[0].dtype == .int32 ? kernel(Int32.self) : kernel(Int64.self)
    }
}
