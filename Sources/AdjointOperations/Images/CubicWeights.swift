/// The four pixels that a pixel of an image resized by cubic interpolation is made of, along one axis, and how much of
/// each. Source: Keys 1981; TensorFlow looks the weights up in a table of 1024 steps.
struct CubicWeights {
    var indices: [Int]
    var weights: [Float]

    private static let tableSize = 1024

    init(_ axis: ResizedAxis, at index: Int) {
        let position = axis.position(index)
        let floor = position.rounded(.down)
        let step = Int(((position - floor) * Float(Self.tableSize)).rounded(.toNearestOrEven))
        let first = Int(floor) - 1
        let a = axis.usesPixelCenters ? -0.5 : -0.75
        let distances = [Self.far(step, a), Self.near(step, a), Self.near(1024 - step, a), Self.far(1024 - step, a)]
        let indices = (0..<4).map { max(0, min(axis.input - 1, first + $0)) }
        self.indices = indices
        guard axis.usesPixelCenters else {
            weights = distances
            return
        }
        // What lies beside the image does not count.
        let own = (0..<4).map { indices[$0] == first + $0 ? distances[$0] : 0 }
        let sum = own[0] + own[1] + own[2] + own[3]
        weights = abs(sum) >= 1000 * Float.leastNormalMagnitude ? own.map { $0 * (1 / sum) } : own
    }

    /// The weight of a pixel at a distance below 1, in 1024ths.
    private static func near(_ step: Int, _ a: Double) -> Float {
        let x = Float(Double(step) / Double(tableSize))
        return Float(((a + 2) * Double(x) - (a + 3)) * Double(x) * Double(x) + 1)
    }

    /// The weight of a pixel at a distance between 1 and 2, of which 1 is left away.
    private static func far(_ step: Int, _ a: Double) -> Float {
        let x = Double(Float(Double(step) / Double(tableSize)) + 1)
        return Float(((a * x - 5 * a) * x + 8 * a) * x - 4 * a)
    }
}
