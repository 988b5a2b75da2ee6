extension JPEG {
    /// Turns the coefficients of a component into samples.
    struct InverseTransform {
        private let transform: Transform
        /// What coefficients are multiplied by.
        private let factors: [Int32]
        private var workspace = [Int32](repeating: 0, count: 64)

        init(_ quantization: [UInt16], _ transform: Transform) {
            self.transform = transform
            switch transform {
            case .accurate: factors = quantization.map(Int32.init)
            case .fast:
                // The transform leaves out factors of its rows and columns, which are those of a cosine each.
                factors = quantization.enumerated().map { place, factor in
                    (Int32(factor) * Int32(Self.scales[place / 8][place % 8]) + 1 << 11) >> 12
                }
            }
        }

        /// 2¹⁴ times the product of the factors of row and column: 1 for the first, √2·cos(kπ / 16) for the others.
        private static let scales: [[Int]] = {
            let factors = [
                1, 1.387039845, 1.306562965, 1.175875602, 1, 0.785694958, 0.541196100, 0.275899379,
            ]
            return factors.map { row in factors.map { Int((row * $0 * 16384).rounded()) } }
        }()

        /// The plane of a component, whole blocks.
        mutating func plane(of component: Component) -> [UInt8] {
            let width = component.blocksPerRow * 8
            var plane = [UInt8](repeating: 0, count: width * component.blockRows * 8)
            plane.withUnsafeMutableBufferPointer { plane in
                component.coefficients.withUnsafeBufferPointer { coefficients in
                    for row in 0..<component.blockRows {
                        for column in 0..<component.blocksPerRow {
                            let block = (row * component.blocksPerRow + column) * 64
                            let target = UnsafeMutableBufferPointer(
                                rebasing: plane[(row * 8 * width + column * 8)...])
                            let source = UnsafeBufferPointer(rebasing: coefficients[block..<(block + 64)])
                            switch transform {
                            case .accurate: accurate(source, to: target, width: width)
                            case .fast: fast(source, to: target, width: width)
                            }
                        }
                    }
                }
            }
            return plane
        }

        private static func sample(_ value: Int32) -> UInt8 { UInt8(max(0, min(255, value &+ 128))) }

        // MARK: 13 bits of precision

        private mutating func accurate(
            _ block: UnsafeBufferPointer<Int16>, to target: UnsafeMutableBufferPointer<UInt8>, width: Int
        ) {
            for column in 0..<8 {
                let input = (0..<8).reduce(into: SIMD8<Int32>()) { line, row in
                    line[row] = Int32(block[row * 8 + column]) &* factors[row * 8 + column]
                }
                let output = Self.accurateLine(input, shift: 11)
                for row in 0..<8 { workspace[row * 8 + column] = output[row] }
            }
            for row in 0..<8 {
                let input = (0..<8).reduce(into: SIMD8<Int32>()) { $0[$1] = workspace[row * 8 + $1] }
                let output = Self.accurateLine(input, shift: 18)
                for column in 0..<8 { target[row * width + column] = Self.sample(output[column]) }
            }
        }

        /// One line, in 13 bits of fraction, of which `shift` are rounded off.
        private static func accurateLine(_ d: SIMD8<Int32>, shift: Int32) -> SIMD8<Int32> {
            let even = (d[2] &+ d[6]) &* 4433
            let (low, high) = (even &- d[6] &* 15137, even &+ d[2] &* 6270)
            let (sum, difference) = ((d[0] &+ d[4]) &<< 13, (d[0] &- d[4]) &<< 13)
            let (a0, a3, a1, a2) = (sum &+ high, sum &- high, difference &+ low, difference &- low)
            let z5 = (d[7] &+ d[3] &+ d[5] &+ d[1]) &* 9633
            let z1 = (d[7] &+ d[1]) &* -7373
            let z2 = (d[5] &+ d[3]) &* -20995
            let z3 = (d[7] &+ d[3]) &* -16069 &+ z5
            let z4 = (d[5] &+ d[1]) &* -3196 &+ z5
            let b0 = d[7] &* 2446 &+ z1 &+ z3
            let b1 = d[5] &* 16819 &+ z2 &+ z4
            let b2 = d[3] &* 25172 &+ z2 &+ z3
            let b3 = d[1] &* 12299 &+ z1 &+ z4
            let half = Int32(1) &<< (shift &- 1)
            let line = SIMD8(a0 &+ b3, a1 &+ b2, a2 &+ b1, a3 &+ b0, a3 &- b0, a2 &- b1, a1 &- b2, a0 &- b3)
            return (line &+ SIMD8(repeating: half)) &>> SIMD8(repeating: shift)
        }

        // MARK: 8 bits of precision

        private mutating func fast(
            _ block: UnsafeBufferPointer<Int16>, to target: UnsafeMutableBufferPointer<UInt8>, width: Int
        ) {
            for column in 0..<8 {
                let input = (0..<8).reduce(into: SIMD8<Int32>()) { line, row in
                    line[row] = Int32(block[row * 8 + column]) &* factors[row * 8 + column]
                }
                let output = Self.fastLine(input)
                for row in 0..<8 { workspace[row * 8 + column] = output[row] }
            }
            for row in 0..<8 {
                let input = (0..<8).reduce(into: SIMD8<Int32>()) { $0[$1] = workspace[row * 8 + $1] }
                let output = Self.fastLine(input)
                for column in 0..<8 { target[row * width + column] = Self.sample(output[column] >> 5) }
            }
        }

        private static func fastLine(_ d: SIMD8<Int32>) -> SIMD8<Int32> {
            let (sum, difference) = (d[0] &+ d[4], d[0] &- d[4])
            let low = d[2] &+ d[6]
            let high = ((d[2] &- d[6]) &* 362) >> 8 &- low
            let (a0, a3, a1, a2) = (sum &+ low, sum &- low, difference &+ high, difference &- high)
            let (z13, z10, z11, z12) = (d[5] &+ d[3], d[5] &- d[3], d[1] &+ d[7], d[1] &- d[7])
            let z5 = ((z10 &+ z12) &* 473) >> 8
            let b7 = z11 &+ z13
            let b6 = (z10 &* -669) >> 8 &+ z5 &- b7
            let b5 = ((z11 &- z13) &* 362) >> 8 &- b6
            let b4 = (z12 &* 277) >> 8 &- z5 &+ b5
            return SIMD8(
                a0 &+ b7, a1 &+ b6, a2 &+ b5, a3 &- b4, a3 &+ b4, a2 &- b5, a1 &- b6, a0 &- b7)
        }
    }
}
