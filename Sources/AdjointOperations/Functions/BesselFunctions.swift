#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension SpecialFunctions {
    /// The modified Bessel function of the first kind of a whole order, times e^-|x|. Source: Abramowitz and Stegun 9.6.10
    /// and 9.7.1.
    static func scaledBesselI(_ order: Int, _ x: Double) -> Double {
        let magnitude = abs(x)
        guard magnitude.isFinite else { return x.isNaN ? x : 0 }
        let sign = x < 0 && order % 2 == 1 ? -1.0 : 1.0
        guard magnitude < 30 else {
            // An asymptotic series, whose least term is far below a rounding here.
            let mu = 4 * Double(order * order)
            var (term, sum) = (1.0, 1.0)
            for k in 1..<60 {
                let odd = Double(2 * k - 1)
                term *= (odd * odd - mu) / (8 * magnitude * Double(k))
                sum += term
                if abs(term) < 1e-17 * abs(sum) { break }
            }
            return sign * sum / (2 * Double.pi * magnitude).squareRoot()
        }
        // A series of positive terms.
        let quarter = magnitude * magnitude / 4
        var term = (1...max(order, 1)).reduce(1.0) { $1 > order ? $0 : $0 * magnitude / 2 / Double($1) }
        var sum = term
        for k in 1..<500 {
            term *= quarter / (Double(k) * Double(k + order))
            sum += term
            if term < 1e-17 * sum { break }
        }
        return sign * sum * exp(-magnitude)
    }
}
