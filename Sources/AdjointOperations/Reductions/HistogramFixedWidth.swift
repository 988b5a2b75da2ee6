public import AdjointCore

/// How many of some values lie in each of as many ranges of one width. TF: `HistogramFixedWidth`.
///
/// value_range: the least and the greatest value; what lies outside counts for the first or the last range. nbins: a
/// scalar.
public struct HistogramFixedWidth: OperationDefinition {
    public static let type = "HistogramFixedWidth"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("values", in: [.real, .index]), .tensor("value_range", in: [.real, .index]),
            .tensor("nbins", .int32),
        ], outputs: [.tensor("out", "dtype", in: .index)])
    public static let attributes: [AttributeKey<HistogramFixedWidth>] = [.type("dtype", \.countType)]

    /// The element type of the counts: int32 or int64.
    public var countType = DType.int32

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard context.shape(1).isCompatible(with: [2]) else {
            throw OperationError("value_range must hold two numbers, not be of shape \(context.shape(1))")
        }
        _ = try context.shape(2, rank: 0, role: "nbins")
        if let count = context.integer(2), count <= 0 { throw OperationError("nbins must be positive, not \(count)") }
        return [[context.integer(2)]]
    }

    public static let gradient = GradientRule<HistogramFixedWidth>.notDifferentiable(reason: "counts are integers")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (count, bins, isLong) = (context.inputs[0].count, context.outputs[0].count, countType == .int64)
        func kernel<Element: NumericElement>(_: Element.Type) -> Kernel {
            Kernel { arguments in
                let (values, range) = (arguments.input(0, as: Element.self), arguments.input(1, as: Element.self))
                let (low, high) = (range[0].doubleValue, range[1].doubleValue)
                guard low < high else { throw OperationError("the range \(low)…\(high) is empty") }
                let step = (high - low) / Double(bins)
                var counts = [Int](repeating: 0, count: bins)
                for index in 0..<count {
                    let place = (values[index].doubleValue - low) / step
                    counts[max(0, min(bins - 1, place.isNaN ? 0 : Int(max(-1, min(Double(bins), place)))))] += 1
                }
                for bin in 0..<bins {
                    if isLong {
                        arguments.output(0, as: Int64.self)[bin] = Int64(counts[bin])
                    } else {
                        arguments.output(0, as: Int32.self)[bin] = Int32(clamping: counts[bin])
                    }
                }
            }
        }
        return try kernel(context.inputs[0].dtype.requireNumeric())
    }
}
