public import AdjointCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Numbers as text. TF: `AsString`.
public struct AsString: OperationDefinition {
    public static let type = "AsString"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", in: [.numeric, DTypeSet(.bool, .string)])], outputs: [.tensor("output", .string)])
    public static let attributes: [AttributeKey<AsString>] = [
        .int("precision", \.precision), .bool("scientific", \.isScientific), .bool("shortest", \.isShortest),
        .int("width", \.width), .string("fill", \.fill),
    ]

    /// The digits behind the point, -1 for six.
    public var precision = -1
    /// Whether floating-point numbers are written with an exponent.
    public var isScientific = false
    /// Whether they are written in the shorter of both ways.
    public var isShortest = false
    /// The least number of characters, -1 for none.
    public var width = -1
    /// What fills the width: a space, or one of C's flags.
    public var fill = ""

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.shape(0)] }

    public static let gradient = GradientRule<AsString>.notDifferentiable(reason: "strings have no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let input = context.inputs[0]
        guard !(isScientific && isShortest) else { throw OperationError("scientific and shortest exclude each other") }
        guard fill.isEmpty || ["0", "+", "-", " "].contains(fill) else {
            throw OperationError("fill must be a space, 0, + or -, not '\(fill)'")
        }
        guard (-1...4096).contains(width), (-1...4096).contains(precision) else {
            throw OperationError("width or precision is out of range: \(width), \(precision)")
        }
        let flags = fill + (width < 0 ? "" : "\(width)")
        let isFloat = input.dtype.isFloatingPoint
        guard precision < 0 || isFloat else { throw OperationError("precision is for floating-point numbers") }
        let format =
            isFloat
            ? "%" + flags + (precision < 0 ? "" : ".\(precision)") + (isScientific ? "e" : isShortest ? "g" : "f")
            : "%" + flags + "l" + ([.uint32, .uint64].contains(input.dtype) ? "lu" : "ld")
        func kernel<Element: TensorScalar>(_: Element.Type, _ text: @escaping @Sendable (Element) -> [UInt8]) -> Kernel
        {
            Kernel { arguments in
                let (source, target) = (
                    arguments.input(0, as: Element.self), arguments.output(0, as: TensorString.self)
                )
                for index in 0..<input.count { target[index] = TensorString(bytes: text(source[index])) }
            }
        }
        func numbers<Element: NumericElement>(_: Element.Type) -> Kernel {
            kernel(Element.self) { number in
                if let integer = number.integerValue { return formatted(format, integer) }
                return formatted(format, number.doubleValue)
            }
        }
        switch input.dtype {
        case .bool: return kernel(Bool.self) { Array(($0 ? "true" : "false").utf8) }
        case .string:
            return Kernel { arguments in
                ElementCopy.copy(.string, from: arguments.rawInput(0), to: arguments.rawOutput(0), count: input.count)
            }
        case let dtype: return try numbers(dtype.requireNumeric())
        }
    }
}

/// A number in a format of C's `printf`.
private func formatted(_ format: String, _ number: any CVarArg) -> [UInt8] {
    withVaList([number]) { list in
        var buffer = [CChar](repeating: 0, count: 5120)
        let length = vsnprintf(&buffer, buffer.count, format, list)
        return buffer.prefix(max(0, min(Int(length), buffer.count - 1))).map { UInt8(bitPattern: $0) }
    }
}

extension Tensor {
    /// These numbers as text. TF: `tf.as_string`.
    public func asString(
        precision: Int = -1, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        var definition = AsString()
        definition.precision = precision
        return applying(definition, name: name, file: file, line: line)
    }
}
