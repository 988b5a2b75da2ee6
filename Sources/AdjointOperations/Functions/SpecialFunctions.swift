#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Functions of mathematical physics, in double precision. Sources: Abramowitz and Stegun, Handbook of Mathematical
/// Functions; Press et al., Numerical Recipes (continued fractions).
enum SpecialFunctions {
    /// ln |Γ(x)|.
    static func logarithmOfGamma(_ x: Double) -> Double {
        // The C library's function also writes a global sign, so it is left alone: Stirling's series.
        guard x.isFinite else { return x.isNaN ? x : .infinity }
        if x <= 0, x == x.rounded() { return .infinity }
        if x < 0.5 { return log(Double.pi / abs(sin(Double.pi * x))) - logarithmOfGamma(1 - x) }
        if x < 10 {
            // Γ(x) = Γ(x + n) / (x·…·(x + n - 1)), where the asymptotic series converges faster.
            var (product, shifted) = (1.0, x)
            while shifted < 10 {
                product *= shifted
                shifted += 1
            }
            return logarithmOfGamma(shifted) - log(product)
        }
        let inverseSquare = 1 / (x * x)
        // Bernoulli's numbers over 2k·(2k - 1).
        let coefficients = [
            -691 / 360360.0, 1 / 1188.0, -1 / 1680.0, 1 / 1260.0, -1 / 360.0, 1 / 12.0,
        ]
        let series = coefficients.reduce(0) { $0 * inverseSquare + $1 }
        return (x - 0.5) * log(x) - x + 0.918_938_533_204_672_8 + series / x
    }

    /// The logarithmic derivative of Γ.
    static func digamma(_ x: Double) -> Double {
        guard x.isFinite else { return x < 0 ? .nan : x }
        if x <= 0 {
            return x == x.rounded() ? .nan : digamma(1 - x) - Double.pi / tan(Double.pi * x)
        }
        var (result, shifted) = (0.0, x)
        while shifted < 10 {
            result -= 1 / shifted
            shifted += 1
        }
        let s = 1 / (shifted * shifted)
        let series = s * (1 / 12.0 - s * (1 / 120.0 - s * (1 / 252.0 - s * (1 / 240.0 - s * (1 / 132.0)))))
        return result + log(shifted) - 0.5 / shifted - series
    }

    /// Hurwitz' ζ(x, q) = Σ (q + k)^-x, by the Euler–Maclaurin formula.
    static func zeta(_ x: Double, _ q: Double) -> Double {
        if x == 1 { return .infinity }
        guard x > 1 else { return .nan }
        if q <= 0 {
            if q == q.rounded(.down) { return .infinity }
            if x != x.rounded(.down) { return .nan }
        }
        var (sum, a) = (0.0, q)
        for _ in 0..<12 {
            sum += pow(a, -x)
            a += 1
        }
        let power = pow(a, -x)
        sum += a * power / (x - 1) + 0.5 * power
        // B₂ₖ / (2k)!
        let coefficients = [
            1 / 12.0, -1 / 720.0, 1 / 30240.0, -1 / 1_209_600.0, 1 / 47_900_160.0, -691 / 1_307_674_368_000.0,
            1 / 74_724_249_600.0,
        ]
        var (factor, term) = (x, power / a)
        for (index, coefficient) in coefficients.enumerated() {
            sum += coefficient * factor * term
            let k = Double(2 * index + 1)
            factor *= (x + k) * (x + k + 1)
            term /= a * a
        }
        return sum
    }

    /// The n-th derivative of ``digamma(_:)``.
    static func polygamma(_ n: Double, _ x: Double) -> Double {
        guard n >= 0, n == n.rounded() else { return .nan }
        if n == 0 { return digamma(x) }
        let sign = n.truncatingRemainder(dividingBy: 2) == 0 ? -1.0 : 1.0
        return sign * exp(logarithmOfGamma(n + 1)) * zeta(n + 1, x)
    }

    /// The regularized incomplete gamma function: lower P(a, x), or upper Q(a, x) = 1 - P(a, x).
    static func incompleteGamma(_ a: Double, _ x: Double, isUpper: Bool) -> Double {
        incompleteGamma(DualNumber(a), x, isUpper: isUpper).value
    }

    /// The same with its derivative by a.
    static func incompleteGamma(_ a: DualNumber, _ x: Double, isUpper: Bool) -> DualNumber {
        if a.value.isNaN || x.isNaN || x < 0 || a.value <= 0 {
            return DualNumber(a.value == 0 && x > 0 ? (isUpper ? 0 : 1) : .nan)
        }
        if x == 0 { return DualNumber(isUpper ? 1 : 0) }
        if x == .infinity { return DualNumber(isUpper ? 0 : 1) }
        var factor = DualNumber(exp(a.value * log(x) - x - logarithmOfGamma(a.value)))
        if a.derivative != 0 { factor.derivative = a.derivative * factor.value * (log(x) - digamma(a.value)) }
        let (sum, isOfUpper) = incompleteGammaSum(a, x)
        return isOfUpper == isUpper ? sum * factor : 1 - sum * factor
    }

    /// How a sample x of a gamma distribution moves with its shape a: -(∂P(a, x)/∂a) / (∂P(a, x)/∂x).
    static func gammaSampleDerivative(_ a: Double, _ x: Double) -> Double {
        guard a > 0, x > 0 else { return a > 0 && x == 0 ? 0 : .nan }
        // The factor before the sum is x times the density, so that no power can vanish.
        let (sum, isOfUpper) = incompleteGammaSum(DualNumber(a, derivative: 1), x)
        let derivative = x * ((log(x) - digamma(a)) * sum.value + sum.derivative)
        return isOfUpper ? derivative : -derivative
    }

    /// Γ(a)·e^x·x^-a times the lower incomplete gamma function, or times the upper one where that is easier.
    private static func incompleteGammaSum(_ a: DualNumber, _ x: Double) -> (sum: DualNumber, isOfUpper: Bool) {
        if x < a.value + 1 {
            var (term, n) = (1 / a, a)
            var sum = term
            for _ in 0..<2000 {
                n = n + 1
                term = term * (x / n)
                sum = sum + term
                if abs(term.value) < abs(sum.value) * 1e-17, abs(term.derivative) <= abs(sum.derivative) * 1e-17 {
                    break
                }
            }
            return (sum, false)
        }
        // Lentz' way to evaluate the continued fraction.
        func nonzero(_ number: DualNumber) -> DualNumber {
            abs(number.value) < .leastNormalMagnitude ? DualNumber(.leastNormalMagnitude) : number
        }
        var b = (x + 1) - a
        var c = DualNumber(1 / Double.leastNormalMagnitude)
        var d = 1 / b
        var fraction = d
        for i in 1..<2000 {
            let an = -Double(i) * (Double(i) - a)
            b = b + 2
            d = 1 / nonzero(an * d + b)
            c = nonzero(b + an / c)
            let change = d * c
            fraction = fraction * change
            if abs(change.value - 1) < 1e-16, abs(change.derivative) < 1e-16 { break }
        }
        return (fraction, true)
    }

    /// The regularized incomplete beta function.
    static func incompleteBeta(_ a: Double, _ b: Double, _ x: Double) -> Double {
        guard a > 0, b > 0, x >= 0, x <= 1 else { return .nan }
        if x == 0 || x == 1 { return x }
        let front = exp(
            logarithmOfGamma(a + b) - logarithmOfGamma(a) - logarithmOfGamma(b) + a * log(x) + b * log1p(-x))
        return x < (a + 1) / (a + b + 2)
            ? front * betaFraction(a, b, x) / a : 1 - front * betaFraction(b, a, 1 - x) / b
    }

    private static func betaFraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
        let tiny = Double.leastNormalMagnitude
        var c = 1.0
        var d = 1 - (a + b) * x / (a + 1)
        d = 1 / (abs(d) < tiny ? tiny : d)
        var fraction = d
        for index in 1..<2000 {
            let m = Double(index)
            for isOdd in [false, true] {
                let numerator =
                    isOdd
                    ? -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
                    : m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
                d = 1 + numerator * d
                d = 1 / (abs(d) < tiny ? tiny : d)
                c = 1 + numerator / c
                if abs(c) < tiny { c = tiny }
                fraction *= d * c
                if isOdd, abs(d * c - 1) < 1e-16 { return fraction }
            }
        }
        return fraction
    }

    /// The argument at which the error function has the value y: Newton's method from Giles' approximation.
    static func inverseErrorFunction(_ y: Double) -> Double {
        guard abs(y) < 1 else { return abs(y) == 1 ? y * .infinity : .nan }
        let w = -log((1 - y) * (1 + y))
        var x: Double
        if w < 5 {
            let s = w - 2.5
            let coefficients = [
                2.81022636e-08, 3.43273939e-07, -3.5233877e-06, -4.39150654e-06, 0.00021858087, -0.00125372503,
                -0.00417768164, 0.246640727, 1.50140941,
            ]
            x = coefficients.reduce(0) { $0 * s + $1 } * y
        } else {
            let s = w.squareRoot() - 3
            let coefficients = [
                -0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613,
                0.00943887047, 1.00167406, 2.83297682,
            ]
            x = coefficients.reduce(0) { $0 * s + $1 } * y
        }
        for _ in 0..<3 {
            // Near ±1 the complement keeps the digits.
            let difference = abs(y) < 0.5 ? erf(x) - y : (y > 0 ? (1 - y) - erfc(x) : erfc(-x) - (1 + y))
            x -= difference / (2 / Double.pi.squareRoot() * exp(-x * x))
        }
        return x
    }
}
