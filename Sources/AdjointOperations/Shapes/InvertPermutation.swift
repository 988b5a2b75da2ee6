public import AdjointCore

/// The inverse of a permutation: `y[x[i]] = i`. TF: `InvertPermutation`.
public struct InvertPermutation: OperationDefinition {
    public static let type = "InvertPermutation"
    public static let signature = OperationSignature(
        inputs: [.tensor("x", in: .index)], outputs: [.tensor("y")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        [try context.shape(0, rank: 1, role: "a permutation")]
    }

    public static let gradient = GradientRule<InvertPermutation>.stopsGradient(reason: "permutations are integers")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        context.inputs[0].dtype == .int64 ? kernel(Int64.self, context) : kernel(Int32.self, context)
    }

    private func kernel<Index: FixedWidthInteger & Sendable>(
        _: Index.Type, _ context: borrowing BindingContext
    ) -> Kernel {
        let count = context.inputs[0].count
        return Kernel { arguments in
            let (permutation, inverse) = (arguments.input(0, as: Index.self), arguments.output(0, as: Index.self))
            inverse.update(repeating: -1, count: count)
            for index in 0..<count {
                let place = permutation[index]
                guard place >= 0, place < count, inverse[Int(place)] < 0 else {
                    throw OperationError("entry \(index) is \(place): not a permutation of 0..<\(count)")
                }
                inverse[Int(place)] = Index(index)
            }
        }
    }
}

extension Tensor {
    /// The inverse of the permutation that this vector is. TF: `tf.invert_permutation`.
    public func invertedPermutation(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(InvertPermutation(), name: name, file: file, line: line)
    }
}
