#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Overlapping triangles over the bins of a spectrum, even on the mel scale. Source: Young et al., The HTK Book.
struct MelBands: Sendable {
    private let bandCount: Int
    /// The bins that belong to bands; `nil` where frequencies are asked for that the spectrum does not reach.
    private let bins: Range<Int>?
    /// For each of them the band whose falling side it is under; its rest goes to the next one's rising side. -1 below
    /// the first.
    private let bands: [Int]
    /// How much of a bin goes to the falling side.
    private let shares: [Double]

    /// What sums of magnitudes count at least.
    private static let floor = 1e-12

    init(binCount: Int, rate: Double, bandCount: Int, from lowest: Double, to highest: Double) {
        func mel(_ frequency: Double) -> Double { 1127 * log1p(frequency / 700) }
        self.bandCount = bandCount
        let (start, spacing) = (mel(lowest), (mel(highest) - mel(lowest)) / Double(bandCount + 1))
        let centers = (0...bandCount).map { start + spacing * Double($0 + 1) }
        let width = 0.5 * rate / Double(binCount - 1)
        // The first bin, of frequency 0, never takes part.
        let (first, last) = (1.5 + lowest / width, highest / width)
        guard last < Double(binCount) else {
            (bins, bands, shares) = (nil, [], [])
            return
        }
        let bins = Int(first)..<max(Int(first), Int(last) + 1)
        self.bins = bins
        var (bands, shares): ([Int], [Double]) = ([], [])
        var band = 0
        for bin in bins {
            let position = mel(Double(bin) * width)
            while band < bandCount, centers[band] < position { band += 1 }
            let lower = band > 0 ? centers[band - 1] : start
            bands.append(band - 1)
            shares.append((centers[band] - position) / (centers[band] - lower))
        }
        (self.bands, self.shares) = (bands, shares)
    }

    /// The logarithms of the bands' sums of magnitudes; zeros, as in TensorFlow, where the spectrum does not reach.
    func writeLogarithms(_ squares: UnsafePointer<Float>, to sums: UnsafeMutablePointer<Double>) {
        for band in 0..<bandCount { sums[band] = 0 }
        guard let bins else { return }
        for (index, bin) in bins.enumerated() {
            let magnitude = Double(squares[bin]).squareRoot()
            let (band, falling) = (bands[index], magnitude * shares[index])
            if band >= 0 { sums[band] += falling }
            if band + 1 < bandCount { sums[band + 1] += magnitude - falling }
        }
        for band in 0..<bandCount { sums[band] = log(sums[band] < Self.floor ? Self.floor : sums[band]) }
    }
}

/// The lowest coefficients of the cosine transform. Source: Ahmed, Natarajan and Rao 1974.
struct CosineTransform: Sendable {
    private let count: Int
    /// How many coefficients there are.
    let coefficientCount: Int
    private let cosines: [Double]

    init(count: Int, coefficientCount: Int) {
        (self.count, self.coefficientCount) = (count, coefficientCount)
        let scale = (2 / Double(count)).squareRoot()
        cosines = (0..<coefficientCount).flatMap { row in
            (0..<count).map { scale * cos(Double(row) * Double.pi / Double(count) * (Double($0) + 0.5)) }
        }
    }

    func run(_ input: UnsafePointer<Double>, to output: UnsafeMutablePointer<Float>) {
        for row in 0..<coefficientCount {
            var sum = 0.0
            for index in 0..<count { sum += cosines[row * count + index] * input[index] }
            output[row] = Float(sum)
        }
    }
}
