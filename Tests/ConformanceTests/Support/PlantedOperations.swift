import Adjoint
import OperationCases
import Synchronization

/// An op of one float64 or float32 input and output, as small as can be: what bugs are planted in.
protocol PlantedOperation: OperationDefinition {
    /// The output's elements.
    func value(_ x: Double) -> Double
}

extension PlantedOperation {
    static var type: String { "\(Self.self)" }
    static var signature: OperationSignature {
        OperationSignature(inputs: [.tensor("x", in: .real)], outputs: [.tensor("y")])
    }
    static var gradient: GradientRule<Self> { .stopsGradient(reason: "it is a test's") }
    func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.shape(0)] }

    func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let count = context.inputs[0].count
        func kernel<Scalar: BinaryFloatingPoint & Sendable>(_: Scalar.Type) -> Kernel {
            Kernel { arguments in
                let (x, y) = (arguments.input(0, as: Scalar.self), arguments.output(0, as: Scalar.self))
                for index in 0..<count { y[index] = Scalar(value(Double(x[index]))) }
            }
        }
        return context.inputs[0].dtype == .float32 ? kernel(Float.self) : kernel(Double.self)
    }
}

/// x², differentiated rightly: what the planted bugs differ from.
struct RightSquare: PlantedOperation {
    func value(_ x: Double) -> Double { x * x }
    static let gradient = GradientRule<RightSquare>.differentiable { _, context in
        [context.outputGradient() * (2 * context.inputs[0])]
    }
}

/// x², with a gradient that is one percent too large.
struct SquareWithWrongGradient: PlantedOperation {
    func value(_ x: Double) -> Double { x * x }
    static let gradient = GradientRule<SquareWithWrongGradient>.differentiable { _, context in
        [context.outputGradient() * (2.02 * context.inputs[0])]
    }
}

/// x², with a gradient that is right but does not know that it depends on x.
struct SquareWithWrongSecondOrder: PlantedOperation {
    func value(_ x: Double) -> Double { x * x }
    static let gradient = GradientRule<SquareWithWrongSecondOrder>.differentiable { _, context in
        [context.outputGradient() * (2 * context.inputs[0].stopGradient())]
    }
}

/// x², whose gradient is missing without a word.
struct SquareWithoutGradient: PlantedOperation {
    func value(_ x: Double) -> Double { x * x }
}

/// A function that is not exact enough in float32.
struct InexactIdentity: PlantedOperation {
    func value(_ x: Double) -> Double { x }
    static let gradient = GradientRule<InexactIdentity>.differentiable { _, context in [context.outputGradient()] }

    func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (count, isInexact) = (context.inputs[0].count, context.inputs[0].dtype == .float32)
        return Kernel { arguments in
            for index in 0..<count {
                if isInexact {
                    arguments.output(0, as: Float.self)[index] = arguments.input(0, as: Float.self)[index] * 1.0001
                } else {
                    arguments.output(0, as: Double.self)[index] = arguments.input(0, as: Double.self)[index]
                }
            }
        }
    }
}

/// A shape rule that takes an unknown dimension for 1.
struct WrongShape: PlantedOperation {
    func value(_ x: Double) -> Double { x }
    func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        [Shape(context.shape(0).partialDimensions?.map { $0 ?? 1 } ?? [1])]
    }
}

/// A shape rule that gives up.
struct ForgottenShape: PlantedOperation {
    func value(_ x: Double) -> Double { x }
    func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        context.shape(0).isFullyKnown && context.inputs[0].dtype == .float64 ? [.unknown] : [context.shape(0)]
    }
}

/// An op that claims to be pure and counts its runs.
struct HiddenState: PlantedOperation {
    private static let runs = Atomic<Int>(0)
    func value(_ x: Double) -> Double { x + Double(Self.runs.wrappingAdd(1, ordering: .relaxed).newValue) }
}

/// An op whose attribute is not written.
struct LostAttribute: PlantedOperation {
    static let attributes: [AttributeKey<LostAttribute>] = [
        AttributeKey(
            "factor",
            decode: { value, definition in
                if case .float(let factor) = value { definition.factor = factor }
                return true
            },
            encode: { _ in .float(1) })
    ]
    var factor: Float = 1
    func value(_ x: Double) -> Double { x * Double(factor) }
}

extension OperationCase {
    /// A case of a planted op.
    static func planted<Definition: PlantedOperation>(_ definition: Definition) -> OperationCase {
        OperationCase(Definition.type, inputs: [.randomIn(0.5...1, [3, 4])]) { inputs in
            inputs[0].graph.addTensor(definition, inputs: inputs, site: CreationSite(#fileID, #line))
        }
    }
}
