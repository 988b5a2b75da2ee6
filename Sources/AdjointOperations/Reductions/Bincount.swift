public import AdjointCore

/// How often each number below `size` occurs, or the sum of its weights. TF: `Bincount`.
///
/// arr: int32, not negative; weights: of its shape, or empty for ones. Numbers from `size` on are left out.
public struct Bincount: OperationDefinition {
    public static let type = "Bincount"
    public static let signature = OperationSignature(
        inputs: [.tensor("arr", .int32), .tensor("size", .int32), .tensor("weights", in: .numeric)],
        outputs: [.tensor("bins")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(1, rank: 0, role: "size")
        if let size = context.integer(1), size < 0 { throw OperationError("size is negative: \(size)") }
        return [[context.integer(1)]]
    }

    public static let gradient = GradientRule<Bincount>.notDifferentiable(reason: "TensorFlow defines none")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (numbers, weights, size) = (context.inputs[0], context.inputs[2], context.outputs[0].count)
        guard weights.count == 0 || weights.dimensions == numbers.dimensions else {
            throw OperationError("there are \(numbers.count) numbers and \(weights.count) weights")
        }
        func kernel<Element: NumericElement>(_: Element.Type) -> Kernel {
            Kernel { arguments in
                let (input, bins) = (arguments.input(0, as: Int32.self), arguments.output(0, as: Element.self))
                let values = arguments.input(2, as: Element.self)
                bins.initialize(repeating: .zeroElement, count: size)
                for index in 0..<numbers.count {
                    guard input[index] >= 0 else { throw OperationError("number \(index) is negative") }
                    guard Int(input[index]) < size else { continue }
                    let bin = Int(input[index])
                    bins[bin] = .sum(bins[bin], weights.count == 0 ? .oneElement : values[index])
                }
            }
        }
        switch weights.dtype {
        case .float32: return kernel(Float.self)
        case .float64: return kernel(Double.self)
        case .int32: return kernel(Int32.self)
        case .int64: return kernel(Int64.self)
        case let dtype: return try kernel(dtype.requireNumeric())
        }
    }
}
