import Adjoint
import AdjointCore

extension OperationCase {
    /// Functions of mathematical physics, and functions of bits.
    static let specialFunctions: [OperationCase] =
        [
            .raw("Lgamma", inputs: [.randomIn(0.2...12, [3, 4])]),
            .raw("Digamma", inputs: [.randomIn(0.5...12, [3, 4])]),
            .raw("Erfinv", inputs: [.randomIn(-0.9...0.9, [3, 4])]),
            .raw("Ndtri", inputs: [.randomIn(0.1...0.9, [3, 4])]),
            .raw("Igamma", inputs: [.randomIn(0.5...3, [3, 4]), .randomIn(0.5...4, [4])]),
            .raw("Igammac", inputs: [.randomIn(0.5...3, [3, 4]), .randomIn(0.5...4, [3, 1])]),
            .raw("Zeta", inputs: [.randomIn(1.5...5, [3, 4]), .randomIn(0.5...4, [3, 4])]),
            .raw("Betainc", inputs: [.randomIn(0.5...3, [4]), .randomIn(0.5...3, [4]), .randomIn(0.1...0.9, [4])]),
            .raw("Xlogy", inputs: [.random([3, 4]), .randomIn(0.5...2, [4])]),
            .raw("Xdivy", inputs: [.random([3, 1]), .randomIn(0.5...2, [4])]),
            .raw("Xlog1py", inputs: [.random([3, 4]), .randomIn(-0.5...2, [4])]),
            .raw("MulNoNan", inputs: [.random([3, 4]), .randomIn(0.5...2, [4])]),
            OperationCase("Polygamma", inputs: [.randomIn(0.5...6, [3, 4])]) { inputs in
                inputs[0].graph.addRaw(
                    "Polygamma", inputs: [inputs[0].onesLike() + 1, inputs[0]])?.output()
                    ?? .invalid(in: inputs[0].graph)
            },
            .raw("Invert", dtypes: [.int32, .uint8], inputs: [.random([3, 4])]),
        ]
        + ["BitwiseAnd", "BitwiseOr", "BitwiseXor"].map { type in
            .raw(type, dtypes: [.int32, .int64, .uint8], inputs: [.random([3, 1]), .random([4])])
        }
        + ["LeftShift", "RightShift"].map { type in
            .raw(type, dtypes: [.int32, .int64], inputs: [.random([3, 4]), .randomIn(0...5, [4])])
        }
}
