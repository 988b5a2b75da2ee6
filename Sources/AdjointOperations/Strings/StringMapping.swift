import AdjointCore

/// An op that makes one string of every string.
protocol StringMapping: OperationDefinition {
    func map(_ bytes: [UInt8]) throws -> [UInt8]
}

extension StringMapping {
    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.shape(0)] }

    public static var gradient: GradientRule<Self> { .notDifferentiable(reason: "strings have no derivative") }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (count, definition) = (context.outputs[0].count, self)
        return Kernel { arguments in
            let (input, output) = (
                arguments.input(0, as: TensorString.self), arguments.output(0, as: TensorString.self)
            )
            for index in 0..<count { output[index] = TensorString(bytes: try definition.map(input[index].bytes)) }
        }
    }
}

extension OperationSignature {
    /// Strings in, as many strings out.
    static let stringMapping = OperationSignature(
        inputs: [.tensor("input", .string)], outputs: [.tensor("output", .string)])
}

/// ASCII's spaces, as C's `isspace` has them.
func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

/// Bytes without the spaces around them.
func trimmed(_ bytes: [UInt8]) -> [UInt8] {
    Array(bytes.drop(while: isSpace).reversed().drop(while: isSpace).reversed())
}
