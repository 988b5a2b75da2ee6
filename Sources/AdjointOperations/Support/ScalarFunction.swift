import AdjointCore
import AdjointKernels

/// An elementwise function of one argument for which there is no vector kernel: computed in double precision, one
/// element at a time.
protocol ScalarFunctionOperation: OperationDefinition {
    /// The function's value.
    static func value(_ x: Double) -> Double
}

extension ScalarFunctionOperation {
    public var traits: OperationTraits { .elementwise(inputs: 1) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.shape(0)] }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        func kernel<Element: RealElement>(_: Element.Type, count: Int) -> Kernel {
            Kernel(operationCount: count) { arguments in
                let (input, output) = (arguments.input(0, as: Element.self), arguments.output(0, as: Element.self))
                for index in 0..<count { output[index] = Element(Self.value(Double(input[index]))) }
            }
        }
        switch context.inputs[0].dtype {
        case .float32: return kernel(Float.self, count: context.outputs[0].count)
        case .float64: return kernel(Double.self, count: context.outputs[0].count)
        case let dtype: throw OperationError.noKernel(for: dtype)
        }
    }
}

/// An elementwise function of several arguments that broadcast, computed in double precision one element at a time.
protocol BroadcastingFunctionOperation: OperationDefinition {
    /// The function's value; there are as many arguments as the op has inputs.
    static func value(_ x: UnsafePointer<Double>) -> Double
    /// The same as an element, for a function that depends on the type.
    static func element<Element: RealElement>(_ x: UnsafePointer<Double>) -> Element
}

extension BroadcastingFunctionOperation {
    static func element<Element: RealElement>(_ x: UnsafePointer<Double>) -> Element { Element(value(x)) }
}

extension BroadcastingFunctionOperation {
    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        var shape = context.shape(0)
        for index in context.inputs.indices.dropFirst() {
            guard let both = Shape.broadcast(shape, context.shape(index)) else {
                throw OperationError("shapes do not broadcast: \(shape) and \(context.shape(index))")
            }
            shape = both
        }
        return [shape]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let dimensions = context.outputs[0].dimensions
        let count = context.outputs[0].count
        // The distance between neighbours along each dimension; 0 where an input is repeated.
        let strides = context.inputs.map { operand -> [Int] in
            var (strides, stride) = ([Int](repeating: 0, count: dimensions.count), 1)
            for (axis, size) in zip(dimensions.indices.reversed(), operand.dimensions.reversed()) {
                strides[axis] = size == 1 ? 0 : stride
                stride *= size
            }
            return strides
        }
        func kernel<Element: RealElement>(_: Element.Type) -> Kernel {
            let arity = strides.count
            let scratch = (arity + 1) * 8 + (dimensions.count + arity) * 8
            return Kernel(scratchByteCount: scratch, operationCount: count) { arguments in
                let values = arguments.scratch.bindMemory(to: Double.self, capacity: arity + 1)
                let state = (arguments.scratch + (arity + 1) * 8).bindMemory(
                    to: Int.self, capacity: dimensions.count + arity)
                state.initialize(repeating: 0, count: dimensions.count + arity)
                let offsets = state + dimensions.count
                let output = arguments.output(0, as: Element.self)
                for index in 0..<count {
                    for argument in 0..<arity {
                        values[argument] = Double(arguments.input(argument, as: Element.self)[offsets[argument]])
                    }
                    output[index] = Self.element(values)
                    var axis = dimensions.count - 1
                    while axis >= 0 {
                        state[axis] += 1
                        for argument in 0..<arity { offsets[argument] += strides[argument][axis] }
                        if state[axis] < dimensions[axis] { break }
                        for argument in 0..<arity { offsets[argument] -= strides[argument][axis] * dimensions[axis] }
                        state[axis] = 0
                        axis -= 1
                    }
                }
            }
        }
        switch context.inputs[0].dtype {
        case .float32: return kernel(Float.self)
        case .float64: return kernel(Double.self)
        case let dtype: throw OperationError.noKernel(for: dtype)
        }
    }
}
