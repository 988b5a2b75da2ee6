public import AdjointCore
import AdjointFormats

/// How the elements of a tensor are distributed, under a tag, as a serialized `Summary` message. TF: `HistogramSummary`.
///
/// tag: a scalar string; values: numbers of any shape. An element that is not finite is an error of the run.
public struct HistogramSummary: OperationDefinition {
    public static let type = "HistogramSummary"
    public static let signature = OperationSignature(
        inputs: [.tensor("tag", .string), .tensor("values", in: .numeric)], outputs: [.tensor("summary", .string)])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(0, rank: 0, role: "tag")
        return [.scalar]
    }

    public static let gradient = GradientRule<HistogramSummary>.notDifferentiable(reason: "strings have no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let count = context.inputs[1].count
        func kernel<Element: NumericElement>(_: Element.Type) -> Kernel {
            Kernel { arguments in
                let values = arguments.input(1, as: Element.self)
                let tag = arguments.input(0, as: TensorString.self).pointee.description
                var histogram = Histogram()
                for index in 0..<count {
                    let value = values[index].doubleValue
                    guard value.isFinite else { throw OperationError("element \(index) is \(value), in '\(tag)'") }
                    histogram.add(value)
                }
                var entry = Summary.Value()
                entry.tag = tag
                entry.histogram = histogram.message
                var summary = Summary()
                summary.values = [entry]
                arguments.output(0, as: TensorString.self).pointee = TensorString(bytes: summary.serialized())
            }
        }
        return try kernel(context.inputs[1].dtype.requireNumeric())
    }
}

/// TensorFlow's histogram: buckets that grow by a tenth, from 10⁻¹² to 10²⁰ on either side of 0.
private struct Histogram {
    private var counts: [Double]
    private var least = Double.greatestFiniteMagnitude
    private var greatest = -Double.greatestFiniteMagnitude
    private var (number, sum, squares) = (0.0, 0.0, 0.0)

    /// The upper limits of the buckets.
    private static let limits: [Double] = {
        var positive: [Double] = []
        var limit = 1e-12
        while limit < 1e20 {
            positive.append(limit)
            limit *= 1.1
        }
        positive.append(.greatestFiniteMagnitude)
        return positive.reversed().map { -$0 } + [0] + positive
    }()

    init() { counts = Array(repeating: 0, count: Self.limits.count) }

    mutating func add(_ value: Double) {
        // The first limit that is greater.
        var (low, high) = (0, Self.limits.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if value < Self.limits[middle] { high = middle } else { low = middle + 1 }
        }
        counts[low] += 1
        least = min(least, value)
        greatest = max(greatest, value)
        number += 1
        sum += value
        squares += value * value
    }

    /// The message, in which adjacent empty buckets are one.
    var message: HistogramProto {
        var message = HistogramProto()
        (message.minimum, message.maximum, message.count) = (least, greatest, number)
        (message.sum, message.sumOfSquares) = (sum, squares)
        var index = 0
        while index < counts.count {
            if counts[index] <= 0 {
                while index + 1 < counts.count, counts[index + 1] <= 0 { index += 1 }
            }
            message.bucketLimits.append(Self.limits[index])
            message.buckets.append(counts[index])
            index += 1
        }
        return message
    }
}
