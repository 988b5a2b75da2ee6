import AdjointKernels
import Testing

/// Conversions between element types.
@Suite struct CastTests {
    static let workers = WorkerPool(threadCount: 1)

    private func cast<Source: BitwiseCopyable, Target: BitwiseCopyable>(
        _ values: [Source], _ sourceType: ElementType, _ targetType: ElementType, _ initial: Target
    ) -> [Target] {
        var result = [Target](repeating: initial, count: values.count)
        Elementwise.cast(values, sourceType, to: &result, targetType, count: values.count, workers: Self.workers)
        return result
    }

    @Test func floatsTruncateAndSaturate() {
        let values: [Float] = [1.9, -1.9, 300.7, -300, .nan, .infinity, -.infinity, 3e9, 1e30]
        #expect(cast(values, .float32, .int8, Int8(0)) == [1, -1, 127, -128, 0, 127, -128, 127, 127])
        #expect(cast(values, .float32, .uint8, UInt8(0)) == [1, 0, 255, 0, 0, 255, 0, 255, 255])
        #expect(
            cast(values, .float32, .int32, Int32(0)) == [1, -1, 300, -300, 0, .max, .min, .max, .max])
        #expect(
            cast(values, .float32, .int64, Int64(0)) == [1, -1, 300, -300, 0, .max, .min, 3_000_000_000, .max])
        #expect(
            cast(values, .float32, .uint64, UInt64(0)) == [1, 0, 300, 0, 0, .max, 0, 3_000_000_000, .max])
        #expect(cast([0, -0.0, 2, .nan] as [Double], .float64, .bool, UInt8(9)) == [0, 0, 1, 1])
    }

    @Test func integersKeepTheirLowBits() {
        #expect(cast([-1, 256, 65_537] as [Int32], .int32, .uint8, UInt8(0)) == [255, 0, 1])
        #expect(cast([-1, .min] as [Int64], .int64, .int32, Int32(9)) == [-1, 0])
        #expect(cast([255, 7] as [UInt8], .uint8, .int8, Int8(0)) == [-1, 7])
        #expect(cast([.max] as [UInt64], .uint64, .float32, Float(0)) == [18_446_744_073_709_551_616])
        #expect(cast([1, 0] as [UInt8], .bool, .float64, Double(9)) == [1, 0])
    }

    @Test func halfPrecisionRoundTripsAndRoundsOnce() {
        let patterns = (0...UInt16.max).map { $0 }
        let widened = cast(patterns, .float16, .float32, Float(0))
        let back = cast(widened, .float32, .float16, UInt16(0))
        for (pattern, (value, result)) in zip(patterns, zip(widened, back)) where pattern % 5 == 0 || pattern >= 0x7bf0
        {
            #expect(value.isNaN ? result & 0x7c00 == 0x7c00 && result & 0x3ff != 0 : result == pattern)
        }
        #expect(widened[0x3c00] == 1 && widened[0x0001] == 0x1p-24 && widened[0x7bff] == 65504)
        // Between 1 and the next number, 1 + 2^-10: ties go to even, anything above a tie goes up.
        let values: [Double] = [
            1 + 0x1p-11, 1 + 0x1p-11 + 0x1p-40, 1 + 3 * 0x1p-11, 65519.9, 65520, 0x1p-25, 0x1.1p-25,
        ]
        #expect(
            cast(values, .float64, .float16, UInt16(0)) == [0x3c00, 0x3c01, 0x3c02, 0x7bff, 0x7c00, 0x0000, 0x0001])
    }

    @Test func brainFloatRoundsToNearestEven() {
        let values: [Float] = [1, 1 + 0x1p-8, 1 + 3 * 0x1p-8, -2.5, .infinity, .greatestFiniteMagnitude]
        #expect(
            cast(values, .float32, .bfloat16, UInt16(0)) == [0x3f80, 0x3f80, 0x3f82, 0xc020, 0x7f80, 0x7f80])
        #expect(cast([0x3f80, 0xc020] as [UInt16], .bfloat16, .float32, Float(0)) == [1, -2.5])
        #expect(cast([.nan] as [Float], .float32, .bfloat16, UInt16(0))[0] & 0x7fff > 0x7f80)
    }

    @Test func everyPairOfTypesKeepsSmallNumbers() {
        for source in ElementType.allCases {
            for target in ElementType.allCases {
                let numbers: [Double] = [0, 1, source == .bool || target == .bool ? 1 : 5]
                let bytes = cast(numbers, .float64, source, UInt64(0))
                var result = [UInt64](repeating: 0, count: 3)
                Elementwise.cast(bytes, source, to: &result, target, count: 3, workers: Self.workers)
                #expect(cast(result, target, .float64, 0.0) == numbers, "\(source) to \(target)")
            }
        }
    }
}
