public import AdjointCore

/// The largest elements of regions of two extents in random order. TF: `FractionalMaxPool`.
///
/// value: `[batch, height, width, channels]`. Outputs: the pooled images, `⌊extent / ratio⌋` along both axes, and where the
/// regions begin along them. For equal seeds the regions are TensorFlow's. float32, float64, int32, int64.
public struct FractionalMaxPool: FractionalPooling {
    public static let type = "FractionalMaxPool"
    public static let signature = OperationSignature.fractionalPooling
    public static let attributes: [AttributeKey<FractionalMaxPool>] = fractionalAttributes

    var settings = FractionalSettings()

    public init() {}

    // TF: `_FractionalMaxPoolGrad`.
    public static let gradient = GradientRule<FractionalMaxPool>.differentiable { definition, context in
        var gradient = FractionalMaxPoolGrad()
        gradient.isOverlapping = definition.settings.isOverlapping
        let outputs = context.outputs
        return [
            context.graph.addTensor(
                gradient, inputs: [context.inputs[0], outputs[0], context.outputGradient(), outputs[1], outputs[2]])
        ]
    }

    static func pool<Element: NumericElement>(
        _ regions: FractionalRegions, _ value: UnsafePointer<Element>, to result: UnsafeMutablePointer<Element>
    ) {
        regions.forEach { index, elements in result[index] = value[firstLargest(value, elements)] }
    }
}

/// The first place of the largest element among some; a NaN is larger than every number.
func firstLargest<Element: NumericElement>(_ value: UnsafePointer<Element>, _ places: [Int]) -> Int {
    var largest = places[0]
    for place in places.dropFirst() {
        let (element, best) = (value[place], value[largest])
        if element > best || (element != element && best == best) { largest = place }
    }
    return largest
}
