import AdjointCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// An op that draws numbers of Poisson distributions. Sources: Knuth, The Art of Computer Programming, 3.4.1, for rates
/// below 10; Hörmann 1993, The transformed rejection method, for others.
protocol PoissonSampling: ParameterizedSampling {}

extension PoissonSampling {
    public static var gradient: GradientRule<Self> { .stopsGradient(reason: "samples are whole numbers") }

    static func sample(_ rate: Double, _ numbers: inout SampleSource) throws -> Double {
        guard rate >= 0, rate.isFinite else { throw OperationError("the rate must not be negative: \(rate)") }
        if rate < 10 {
            let limit = exp(-rate)
            var (product, count) = (1.0, 0.0)
            while true {
                product *= numbers.uniform()
                if product <= limit { return count }
                count += 1
            }
        }
        let b = 0.931 + 2.53 * rate.squareRoot()
        let a = -0.059 + 0.02483 * b
        let inverseAcceptance = 1.1239 + 1.1328 / (b - 3.4)
        while true {
            let u = numbers.uniform() - 0.5
            let v = numbers.uniform()
            let distance = 0.5 - abs(u)
            let k = ((2 * a / distance + b) * u + rate + 0.43).rounded(.down)
            if distance >= 0.07, v <= 0.9277 - 3.6224 / (b - 2) { return k }
            if k < 0 || distance < 0.013 && v > distance { continue }
            let left = log(v * inverseAcceptance / (a / (distance * distance) + b))
            if left <= -rate + k * log(rate) - lgamma(k + 1) { return k }
        }
    }
}
