public import AdjointCore

/// The shape that tensors of two shapes broadcast to. TF: `BroadcastArgs`.
///
/// s0, s1: vectors.
public struct BroadcastArgs: OperationDefinition {
    public static let type = "BroadcastArgs"
    public static let signature = OperationSignature(
        inputs: [.tensor("s0", in: .index), .tensor("s1", in: .index)], outputs: [.tensor("r0")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let a = try context.shape(0, rank: 1, role: "s0")
        let b = try context.shape(1, rank: 1, role: "s1")
        return [[a[0].flatMap { first in b[0].map { max(first, $0) } }]]
    }

    public static let gradient = GradientRule<BroadcastArgs>.stopsGradient(reason: "shapes are integers")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (first, second) = (context.inputs[0].count, context.inputs[1].count)
        func kernel<Index: FixedWidthInteger & Sendable>(_: Index.Type) -> Kernel {
            Kernel { arguments in
                let (a, b) = (arguments.input(0, as: Index.self), arguments.input(1, as: Index.self))
                let (output, count) = (arguments.output(0, as: Index.self), max(first, second))
                for place in 0..<count {
                    let left = place < count - first ? 1 : a[place - (count - first)]
                    let right = place < count - second ? 1 : b[place - (count - second)]
                    guard left == right || left == 1 || right == 1 else {
                        throw OperationError("\(left) and \(right) do not broadcast")
                    }
                    output[place] = left == 1 ? right : left
                }
            }
        }
        return context.inputs[0].dtype == .int32 ? kernel(Int32.self) : kernel(Int64.self)
    }
}
