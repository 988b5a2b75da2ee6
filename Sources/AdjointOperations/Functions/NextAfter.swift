public import AdjointCore

/// The number of the type that follows x1 in the direction of x2, elementwise. TF: `NextAfter`.
///
/// float32, float64; shapes broadcast. Equal numbers give x2.
public struct NextAfter: BroadcastingFunctionOperation {
    public static let type = "NextAfter"
    public static let signature = OperationSignature.binary("x1", "x2", "output", in: .real)

    public init() {}

    static func value(_ x: UnsafePointer<Double>) -> Double { element(x) }

    static func element<Element: RealElement>(_ x: UnsafePointer<Double>) -> Element {
        let (number, goal) = (Element(x[0]), Element(x[1]))
        if number.isNaN || goal.isNaN { return .nan }
        return number == goal ? goal : number < goal ? number.nextUp : number.nextDown
    }

    // TF: `_NextAfterGrad`.
    public static let gradient = GradientRule<NextAfter>.differentiable { _, context in
        context.afterGradient { gradient in
            let (ofNumber, _) = context.summingBroadcast(context.inputs[0], context.inputs[1], gradient, nil)
            return [ofNumber, context.inputs[1].zerosLike()]
        }
    }
}
