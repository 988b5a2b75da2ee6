import AdjointCore
import AdjointFormats
import AdjointOperations
import Testing

@Suite struct AudioOperationTests {
    @Test func badSoundsAreNamed() {
        let file = WAV.encode([0, 1], channels: 1, rate: 8000)
        func mistake(_ bytes: [UInt8], _ attributes: Attributes = [:]) -> String? {
            SingleOperation.mistake(DecodeWav.self, attributes, [.scalar(bytes)])
        }
        #expect(mistake(file) == nil)
        #expect(mistake(Array(file.dropLast()))?.contains("cannot be read") ?? false)
        #expect(mistake(file, ["desired_channels": .int(-2)])?.contains("desired_channels") ?? false)
        #expect(mistake(file, ["desired_samples": .int(1 << 40)])?.contains("desired_samples") ?? false)
        #expect(
            mistake(file, ["desired_samples": .int(1 << 30), "desired_channels": .int(1 << 30)])?.contains("too large")
                ?? false)
        let encoding = SingleOperation.mistake(
            EncodeWav.self, [:], [NDArray(zeros: .float32, dimensions: [2, 1]), NDArray(Int32(0))])
        #expect(encoding?.contains("sample_rate must be positive") ?? false)
    }

    @Test func badRangesAreNamed() {
        func mistake(_ attributes: Attributes, bins: Int = 9, rate: Int32 = 8000) -> String? {
            SingleOperation.mistake(
                Mfcc.self, attributes, [NDArray(zeros: .float32, dimensions: [1, 1, bins]), NDArray(rate)])
        }
        #expect(mistake([:]) == nil)
        #expect(mistake([:], rate: 0)?.contains("0 samples a second") ?? false)
        #expect(mistake([:], bins: 1)?.contains("1 bins") ?? false)
        #expect(mistake(["lower_frequency_limit": .float(-1)])?.contains("no range") ?? false)
        #expect(mistake(["upper_frequency_limit": .float(10)])?.contains("no range") ?? false)
        #expect(mistake(["lower_frequency_limit": .float(.nan)])?.contains("no range") ?? false)
        #expect(mistake(["lower_frequency_limit": .float(1e30), "upper_frequency_limit": .float(2e30)]) == nil)
        #expect(mistake(["dct_coefficient_count": .int(41)])?.contains("dct_coefficient_count") ?? false)
        for (window, stride) in [(1, 1), (2, 0), (1 << 40, 1)] as [(Int64, Int64)] {
            let mistake = SingleOperation.mistake(
                AudioSpectrogram.self, ["window_size": .int(window), "stride": .int(stride)],
                [NDArray(zeros: .float32, dimensions: [4, 1])])
            #expect(mistake?.contains("window_size must be") ?? false)
        }
    }
}
