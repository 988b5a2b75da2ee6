public import AdjointCore

/// The elements moved along axes, those that leave at the end coming back at the beginning. TF: `Roll`.
///
/// shift and axis: scalars, or vectors of one length; int32 or int64.
public struct Roll: OperationDefinition {
    public static let type = "Roll"
    public static let signature = OperationSignature(
        inputs: [.tensor("input"), .tensor("shift", "Tshift", in: .index), .tensor("axis", "Taxis", in: .index)],
        outputs: [.tensor("output")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard context.shape(1).isCompatible(with: context.shape(2)) else {
            throw OperationError("shift \(context.shape(1)) and axis \(context.shape(2)) differ")
        }
        return [context.shape(0)]
    }

    public static let gradient = GradientRule<Roll>.differentiable { _, context in
        let back = context.graph.addTensor(
            Roll(), inputs: [context.outputGradient(), -context.inputs[1], context.inputs[2]])
        return [back, nil, nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let dimensions = context.inputs[0].dimensions
        var shifts = [Int](repeating: 0, count: dimensions.count)
        for (shift, axis) in zip(try context.integers(1), try context.integers(2)) {
            guard axis >= -dimensions.count, axis < dimensions.count else {
                throw OperationError("axis \(axis) is not one of \(Shape(dimensions))")
            }
            let place = axis < 0 ? axis + dimensions.count : axis
            let size = max(dimensions[place], 1)
            shifts[place] = (shifts[place] + shift % size + size) % size
        }
        let (dtype, count, moves) = (context.inputs[0].dtype, context.inputs[0].count, shifts)
        let width = dtype.byteCount
        return Kernel { arguments in
            for index in 0..<count {
                var (rest, target, stride) = (index, 0, 1)
                for axis in dimensions.indices.reversed() {
                    let position = (rest % dimensions[axis] + moves[axis]) % dimensions[axis]
                    rest /= dimensions[axis]
                    target += position * stride
                    stride *= dimensions[axis]
                }
                ElementCopy.copy(
                    dtype, from: arguments.rawInput(0) + index * width, to: arguments.rawOutput(0) + target * width,
                    count: 1)
            }
        }
    }
}
