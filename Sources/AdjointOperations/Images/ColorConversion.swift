import AdjointCore

/// Red, green and blue as hue, saturation and value, and back, all in 0…1.
enum ColorConversion {
    static func hsv<Number: RealElement>(
        _ red: Number, _ green: Number, _ blue: Number
    ) -> (hue: Number, saturation: Number, value: Number) {
        let value = max(red, green, blue)
        let range = value - min(red, green, blue)
        let saturation = value > 0 ? range / value : 0
        guard range > 0 else { return (0, saturation, value) }
        let norm = 1 / (6 * range)
        let hue: Number
        if red == value {
            hue = norm * (green - blue)
        } else if green == value {
            hue = norm * (blue - red) + 2.0 / 6
        } else {
            hue = norm * (red - green) + 4.0 / 6
        }
        return (hue < 0 ? hue + 1 : hue, saturation, value)
    }

    static func rgb<Number: RealElement>(
        _ hue: Number, _ saturation: Number, _ value: Number
    ) -> (Number, Number, Number) {
        func clamped(_ x: Number) -> Number { min(max(x, 0), 1) }
        let sixth = hue * 6
        let parts = (clamped(abs(sixth - 3) - 1), clamped(2 - abs(sixth - 2)), clamped(2 - abs(sixth - 4)))
        func channel(_ part: Number) -> Number { (1 - saturation + saturation * part) * value }
        return (channel(parts.0), channel(parts.1), channel(parts.2))
    }
}

/// An op that maps every pixel of three channels to another one.
protocol ColorOperation: OperationDefinition {
    /// The number that inputs behind the images hold, as the function takes it.
    static func pixel<Number: RealElement>(
        _ a: Number, _ b: Number, _ c: Number, _ number: Number
    ) -> (Number, Number, Number)
}

extension ColorOperation {
    public var traits: OperationTraits { .elementwise(inputs: 1) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        if context.inputs.count > 1 { _ = try context.shape(1, rank: 0, role: "input 1") }
        guard let sizes = context.shape(0).partialDimensions else { return [.unknown] }
        guard let last = sizes.last, last == nil || last == 3 else {
            throw OperationError("the last dimension must hold 3 colors, not \(context.shape(0))")
        }
        return [Shape(sizes.dropLast() + [3])]
    }

    public static var gradient: GradientRule<Self> {
        .notDifferentiable(reason: "TensorFlow 1 defines none")
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        guard context.inputs[0].dimensions.last == 3 else {
            throw OperationError("the last dimension must hold 3 colors, not \(Shape(context.inputs[0].dimensions))")
        }
        let (count, hasNumber) = (context.outputs[0].count / 3, context.inputs.count > 1)
        func kernel<Element: RealElement>(_: Element.Type) -> Kernel {
            Kernel(operationCount: 30 * count) { arguments in
                let (source, target) = (
                    arguments.input(0, as: Element.self), arguments.output(0, as: Element.self)
                )
                let number = hasNumber ? Element(arguments.input(1, as: Float.self).pointee) : 0
                for pixel in 0..<count {
                    let from = source + 3 * pixel
                    let result = Self.pixel(from[0], from[1], from[2], number)
                    let to = target + 3 * pixel
                    (to[0], to[1], to[2]) = result
                }
            }
        }
        switch context.outputs[0].dtype {
        case .float32: return kernel(Float.self)
        case .float64: return kernel(Double.self)
        case let dtype: throw OperationError.noKernel(for: dtype)
        }
    }
}
