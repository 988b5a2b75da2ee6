import AdjointKernels
import Testing

/// Random numbers against TensorFlow's, and against themselves in pieces.
@Suite struct PhiloxStreamTests {
    static let workers = WorkerPool(threadCount: 1)

    /// One execution that TensorFlow recorded.
    struct Golden {
        var op: String
        var type: String
        var stream: PhiloxStream
        var execution: Int
        var count: Int
        var start: Int
        var patterns: [UInt64]

        init?(_ fields: [Substring]) {
            guard fields.count > 7, let seed = Int64(fields[2]), let seed2 = Int64(fields[3]),
                let execution = Int(fields[4]), let count = Int(fields[5]), let start = Int(fields[6])
            else { return nil }
            (op, type, stream) = (String(fields[0]), String(fields[1]), PhiloxStream(seed: seed, seed2: seed2))
            (self.execution, self.count, self.start) = (execution, count, start)
            patterns = fields[7...].compactMap { UInt64($0, radix: 16) }
        }
    }

    static func goldens() throws -> [Golden] {
        let lines = try fixtureFields("random/random_goldens.txt")
        let goldens = lines.compactMap(Golden.init)
        #expect(goldens.count == 120 && goldens.count == lines.count)
        return goldens
    }

    private func fill<Scalar: VectorScalar>(
        _ stream: PhiloxStream, _ distribution: RandomDistribution, count: Int, kernels: KernelTable = .best,
        workers: WorkerPool = Self.workers
    ) -> [Scalar] {
        map([Scalar](repeating: 0, count: count)) { _, target, count in
            stream.fill(target, Scalar.elementType, distribution, count: count, kernels: kernels, workers: workers)
        }
    }

    @Test(arguments: KernelTable.available) func distributionsAreTensorFlows(kernels: KernelTable) throws {
        let distributions: [String: RandomDistribution] = [
            "uniform": .uniform, "normal": .normal, "truncatedNormal": .truncatedNormal,
        ]
        for golden in try Self.goldens() {
            guard let distribution = distributions[golden.op] else { continue }
            var stream = golden.stream
            for _ in 0..<golden.execution { stream.skipExecution(count: golden.count) }
            if golden.type == "float32" {
                let values: [Float] = fill(stream, distribution, count: golden.count, kernels: kernels)
                for (value, bits) in zip(values[golden.start...], golden.patterns) {
                    let expected = Float(bitPattern: UInt32(bits))
                    let tolerance = distribution == .uniform ? 0 : 1e-6 * max(1, abs(expected))
                    #expect(abs(value - expected) <= tolerance, "\(golden.op) \(golden.type)")
                }
            } else {
                let values: [Double] = fill(stream, distribution, count: golden.count, kernels: kernels)
                for (value, bits) in zip(values[golden.start...], golden.patterns) {
                    let expected = Double(bitPattern: bits)
                    let tolerance = distribution == .uniform ? 0 : 1e-14 * max(1, abs(expected))
                    #expect(abs(value - expected) <= tolerance, "\(golden.op) \(golden.type)")
                }
            }
        }
    }

    @Test func integersPermutationsAndClassesAreTensorFlows() throws {
        for golden in try Self.goldens() {
            var (stream, count) = (golden.stream, golden.count)
            var found: [UInt64] = []
            switch golden.op {
            case "integers" where golden.type == "int32":
                for _ in 0..<golden.execution { stream.skipExecution(count: count) }
                var values = [UInt32](repeating: 0, count: count)
                stream.fillIntegers(&values, .int32, low: -7, high: 1_000_003, count: count, workers: Self.workers)
                found = values.map { UInt64($0) }
            case "integers":
                for _ in 0..<golden.execution { stream.skipExecution(count: count) }
                found = [UInt64](repeating: 0, count: count)
                stream.fillIntegers(&found, .int64, low: -7, high: 1_000_003, count: count, workers: Self.workers)
            case "permutation":
                for _ in 0..<golden.execution { stream.skipShuffle(count: count) }
                var values = [Int](repeating: 0, count: count)
                stream.fillPermutation(&values, count: count)
                found = values.map { UInt64($0) }
            case "multinomial":
                for _ in 0..<golden.execution { stream.skipMultinomial(rows: 2, samples: count) }
                var (values, scratch) = ([Int64](repeating: 0, count: 2 * count), [Double](repeating: 0, count: 4))
                stream.fillMultinomial(
                    &values, logits: [0.5, -1, 2, 0, 1, 1, -3, 0.25], scratch: &scratch, rows: 2, classes: 4,
                    samples: count)
                found = values.map { UInt64(bitPattern: $0) }
                count *= 2
            default:
                continue
            }
            let end = min(count, golden.start + golden.patterns.count)
            #expect(Array(found[golden.start..<end]) == golden.patterns, "\(golden.op) \(golden.type)")
        }
    }

    @Test func piecesAndInstructionSetsAgree() {
        let stream = PhiloxStream(key: 77, counterLow: 0xffff_fffa, counterHigh: 3)
        func check<Scalar: VectorScalar>(_: Scalar.Type) {
            for distribution in RandomDistribution.allCases {
                let whole: [Scalar] = fill(stream, distribution, count: 5003, kernels: KernelTable.available[0])
                for kernels in KernelTable.available {
                    for count in [1, 5, 63, 64, 129, 5003] {
                        let part: [Scalar] = fill(stream, distribution, count: count, kernels: kernels)
                        #expect(part == Array(whole[..<count]), "\(distribution) with \(kernels.instructionSet)")
                    }
                }
                let threaded: [Scalar] = fill(
                    stream, distribution, count: 5003, workers: WorkerPool(threadCount: 3))
                #expect(threaded == whole)
            }
        }
        check(Float.self)
        check(Double.self)
    }

    @Test func theCounterCarries() {
        var stream = PhiloxStream(key: 1, counterLow: .max - 1, counterHigh: 5)
        stream.skip(blocks: 3)
        #expect(stream == PhiloxStream(key: 1, counterLow: 1, counterHigh: 6))
        // A block is a function of the counter alone: seventeen in a row equal seventeen skipped to.
        let start = PhiloxStream(key: 9, counterLow: 0xffff_fff5, counterHigh: 0)
        let words: [Float] = fill(start, .uniform, count: 68)
        for index in 0..<17 {
            var skipped = start
            skipped.skip(blocks: UInt64(index))
            let four: [Float] = fill(skipped, .uniform, count: 4)
            #expect(four == Array(words[4 * index..<4 * index + 4]))
        }
    }

    @Test func theKnownAnswers() {
        // From the authors' own test vectors: counter and key all zeros, and all ones.
        var zero = PhiloxStream(key: 0, counterLow: 0, counterHigh: 0)
        #expect(zero.nextBlock() == [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8])
        #expect(zero.counterLow == 1)
        var ones = PhiloxStream(key: .max, counterLow: .max, counterHigh: .max)
        #expect(ones.nextBlock() == [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd])
    }

    @Test func truncatedNormalsStayWithinTwoDeviations() {
        let values: [Float] = fill(PhiloxStream(seed: 4, seed2: 5), .truncatedNormal, count: 4000)
        #expect(values.allSatisfy { abs($0) < 2 } && values.contains { $0 > 1.9 } && values.contains { $0 < -1.9 })
    }
}
