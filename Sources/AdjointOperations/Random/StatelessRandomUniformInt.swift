public import AdjointCore
import AdjointKernels

/// Integers uniform in `minval..<maxval`, the same for the same seed. TF: `StatelessRandomUniformInt`.
///
/// shape: a vector; seed: two integers; the bounds: scalars.
public struct StatelessRandomUniformInt: OperationDefinition {
    public static let type = "StatelessRandomUniformInt"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("shape", "T", in: .index), .tensor("seed", "Tseed", in: .index),
            .tensor("minval", "dtype", in: .index), .tensor("maxval", "dtype", in: .index),
        ], outputs: [.tensor("output", "dtype")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        try context.checkSeed(1)
        for index in 2...3 { _ = try context.shape(index, rank: 0, role: "a bound") }
        return [try context.randomShape()]
    }

    public static let gradient = GradientRule<StatelessRandomUniformInt>.stopsGradient(
        reason: "random numbers depend on nothing")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (seedType, output) = (context.inputs[1].dtype, context.outputs[0])
        func kernel<Element: FixedWidthInteger & Sendable>(_: Element.Type, _ type: ElementType) -> Kernel {
            Kernel { arguments in
                guard output.count > 0 else { return }
                let low = Int64(arguments.input(2, as: Element.self).pointee)
                let high = Int64(arguments.input(3, as: Element.self).pointee)
                guard low < high else { throw OperationError("there is no integer in \(low)..<\(high)") }
                PhiloxStream(scrambling: arguments.rawInput(1), seedType)
                    .fillIntegers(
                        arguments.rawOutput(0), type, low: low, high: high, count: output.count,
                        workers: arguments.workers)
            }
        }
        return output.dtype == .int32 ? kernel(Int32.self, .int32) : kernel(Int64.self, .int64)
    }
}
