public import AdjointCore
import AdjointFormats

/// Numbers under their tags, as a serialized `Summary` message. TF: `ScalarSummary`.
///
/// tags: strings; values: numbers, of one shape.
public struct ScalarSummary: OperationDefinition {
    public static let type = "ScalarSummary"
    public static let signature = OperationSignature(
        inputs: [.tensor("tags", .string), .tensor("values", in: .numeric)], outputs: [.tensor("summary", .string)])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard context.shape(0).isCompatible(with: context.shape(1)) else {
            throw OperationError("tags \(context.shape(0)) and values \(context.shape(1)) differ")
        }
        return [.scalar]
    }

    public static let gradient = GradientRule<ScalarSummary>.notDifferentiable(reason: "strings have no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let count = context.inputs[1].count
        guard context.inputs[0].dimensions == context.inputs[1].dimensions else {
            throw OperationError("there must be one tag for each value")
        }
        func kernel<Element: NumericElement>(_: Element.Type) -> Kernel {
            Kernel { arguments in
                let (tags, values) = (
                    arguments.input(0, as: TensorString.self), arguments.input(1, as: Element.self)
                )
                var summary = Summary()
                for index in 0..<count {
                    var value = Summary.Value()
                    value.tag = tags[index].description
                    value.simpleValue = Float(values[index].doubleValue)
                    summary.values.append(value)
                }
                arguments.output(0, as: TensorString.self).pointee = TensorString(bytes: summary.serialized())
            }
        }
        return try kernel(context.inputs[1].dtype.requireNumeric())
    }
}
