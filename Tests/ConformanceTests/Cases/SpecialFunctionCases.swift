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
            .raw("BesselI0e", inputs: [.randomIn(-4...4, [3, 4])]),
            .raw("BesselI1e", inputs: [.randomIn(-4...4, [3, 4])]),
            .raw("NextAfter", inputs: [.randomIn(0.5...2, [3, 4]), .randomIn(-2...0.25, [4])]),
            .raw("IgammaGradA", inputs: [.randomIn(0.5...3, [3, 4]), .randomIn(0.5...4, [4])]),
            .raw("RandomGammaGrad", inputs: [.randomIn(0.5...3, [4]), .randomIn(0.1...4, [3, 4])]),
            .raw(
                "RandomGammaGrad", "far from the mean", inputs: [.randomIn(3...5, [4]), .randomIn(1e-3...20, [3, 4])]),
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
        // Of large numbers their derivatives are differences of almost equal numbers, in TensorFlow too.
        + ["BesselI0e", "BesselI1e"].map { type in
            OperationCase("\(type) of large numbers", inputs: [.value(NDArray([20, -29, 31, 60] as [Int32]))]) {
                inputs in
                let graph = inputs[0].graph
                return graph.addRaw(type, inputs: [inputs[0].cast(to: .float64)])?.output() ?? .invalid(in: graph)
            }
        }
        // TensorFlow knows their derivatives by the last argument only.
        + [("Zeta", [[1.5, 2, 4.25, 3]]), ("Betainc", [[1.5, 2, 4.25, 0.5], [1.5, 2, 4.25, 3]])].map { type, others in
            OperationCase(type, inputs: [.randomIn(0.1...0.9, [4])]) { inputs in
                let graph = inputs[0].graph
                let constants = others.map { graph.constant(NDArray($0)).cast(to: inputs[0].dtype) }
                return graph.addRaw(type, inputs: constants + inputs)?.output() ?? .invalid(in: graph)
            }
        }
        + ["BitwiseAnd", "BitwiseOr", "BitwiseXor"].map { type in
            .raw(type, dtypes: [.int32, .int64, .uint8], inputs: [.random([3, 1]), .random([4])])
        }
        + ["LeftShift", "RightShift"].map { type in
            .raw(type, dtypes: [.int32, .int64], inputs: [.random([3, 4]), .randomIn(0...5, [4])])
        }
}
