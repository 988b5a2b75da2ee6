public import AdjointCore

/// The means of regions of two extents in random order. TF: `FractionalAvgPool`.
///
/// value: `[batch, height, width, channels]`. Outputs: the pooled images, `⌊extent / ratio⌋` along both axes, and where the
/// regions begin along them. For equal seeds the regions are TensorFlow's. float32, float64, int32, int64.
public struct FractionalAvgPool: FractionalPooling {
    public static let type = "FractionalAvgPool"
    public static let signature = OperationSignature.fractionalPooling
    public static let attributes: [AttributeKey<FractionalAvgPool>] = fractionalAttributes

    var settings = FractionalSettings()

    public init() {}

    // TF: `_FractionalAvgPoolGrad`, which takes the shape that is known while the graph is built.
    public static let gradient = GradientRule<FractionalAvgPool>.differentiable { definition, context in
        var gradient = FractionalAvgPoolGrad()
        gradient.isOverlapping = definition.settings.isOverlapping
        let (input, outputs) = (context.inputs[0], context.outputs)
        let shape =
            input.shape.dimensions.map { context.graph.constant($0.map(Int64.init)) }
            ?? input.shapeTensor(dtype: .int64)
        return [
            context.graph.addTensor(gradient, inputs: [shape, context.outputGradient(), outputs[1], outputs[2]])
        ]
    }

    static func pool<Element: NumericElement>(
        _ regions: FractionalRegions, _ value: UnsafePointer<Element>, to result: UnsafeMutablePointer<Element>
    ) {
        regions.forEach { index, elements in
            let sum = elements.reduce(Element.zeroElement) { Element.sum($0, value[$1]) }
            result[index] = Element.quotient(sum, Element(converting: Double(elements.count)))
        }
    }
}
