import AdjointCore
import AdjointKernels

/// An elementwise function of the bits of two integers, which broadcast.
protocol BitwiseOperation: OperationDefinition {
    static func combine<Element: FixedWidthInteger>(_ left: Element, _ right: Element) -> Element
}

extension BitwiseOperation {
    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [try context.broadcastShape()] }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let indices = BroadcastIndices(context)
        func kernel<Element: FixedWidthInteger & Sendable>(_: Element.Type) -> Kernel {
            Kernel(operationCount: indices.count) { arguments in
                let (left, right) = (arguments.input(0, as: Element.self), arguments.input(1, as: Element.self))
                let output = arguments.output(0, as: Element.self)
                for index in 0..<indices.count {
                    output[index] = Self.combine(left[indices.left[index]], right[indices.right[index]])
                }
            }
        }
        switch context.inputs[0].dtype {
        case .int8: return kernel(Int8.self)
        case .int16: return kernel(Int16.self)
        case .int32: return kernel(Int32.self)
        case .int64: return kernel(Int64.self)
        case .uint8: return kernel(UInt8.self)
        case .uint16: return kernel(UInt16.self)
        case .uint32: return kernel(UInt32.self)
        case .uint64: return kernel(UInt64.self)
        default: throw OperationError.noKernel(for: context.inputs[0].dtype)
        }
    }
}

/// For each element of the output, which elements of two inputs that broadcast it comes from.
private struct BroadcastIndices: Sendable {
    let count: Int
    private(set) var left: [Int] = []
    private(set) var right: [Int] = []

    init(_ context: borrowing BindingContext) {
        let dimensions = context.outputs[0].dimensions
        count = context.outputs[0].count
        left = Self.indices(of: context.inputs[0].dimensions, in: dimensions)
        right = Self.indices(of: context.inputs[1].dimensions, in: dimensions)
    }

    private static func indices(of own: [Int], in dimensions: [Int]) -> [Int] {
        var result = [0]
        var stride = own.reduce(1, *)
        for (axis, extent) in dimensions.enumerated() {
            let position = axis - (dimensions.count - own.count)
            let size = position < 0 ? 1 : own[position]
            if position >= 0 { stride /= max(size, 1) }
            let step = size == 1 ? 0 : stride
            result = result.flatMap { base in (0..<extent).map { base + $0 * step } }
        }
        return result
    }
}
