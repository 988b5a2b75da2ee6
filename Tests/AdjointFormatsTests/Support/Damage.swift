import AdjointFormats
import FileTestSupport
import Testing

/// Ways to damage a file, as laws that every reader must hold.
enum Damage {
    /// Checks that every proper prefix of `file` makes `read` throw a `FormatError`.
    static func expectTruncationsThrow(
        _ file: [UInt8], sourceLocation: SourceLocation = #_sourceLocation, _ read: (Bytes) throws -> Void
    ) {
        for length in 0..<file.count {
            #expect(throws: FormatError.self, "cut to \(length) bytes", sourceLocation: sourceLocation) {
                try read(Bytes(file[..<length]))
            }
        }
    }

    /// Checks that every change of one bit of `file` makes `read` throw a `FormatError`, or leaves its result as it was.
    static func expectBitFlipsAreDetectedOrHarmless<Result: Equatable>(
        _ file: [UInt8], sourceLocation: SourceLocation = #_sourceLocation, _ read: (Bytes) throws -> Result
    ) throws {
        let intact = try read(Bytes(file))
        for bit in 0..<8 * file.count {
            var damaged = file
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            do {
                let result = try read(Bytes(damaged))
                #expect(result == intact, "bit \(bit % 8) of byte \(bit / 8) flipped", sourceLocation: sourceLocation)
            } catch is FormatError {}
        }
    }

    /// Runs `read` on `count` mutants of `files`: bytes changed, inserted, removed, doubled, and made extreme. It may
    /// throw nothing but `FormatError`s.
    static func expectMutantsOnlyThrow(
        _ files: [[UInt8]], count: Int, seed: UInt64 = 1, sourceLocation: SourceLocation = #_sourceLocation,
        _ read: (Bytes) throws -> Void
    ) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<count {
            var mutant = files.randomElement(using: &random) ?? []
            for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&mutant, using: &random) }
            do {
                try read(Bytes(mutant))
            } catch is FormatError {
            } catch {
                Issue.record("\(error) is no FormatError, for \(mutant)", sourceLocation: sourceLocation)
                return
            }
        }
    }

    private static func mutate(_ file: inout [UInt8], using random: inout SplitMix64) {
        let start = Int.random(in: 0...file.count, using: &random)
        let run = start..<min(file.count, start + Int.random(in: 1...8, using: &random))
        switch Int.random(in: 0..<6, using: &random) {
        case 0: file.insert(contentsOf: run.map { _ in UInt8.random(in: 0...255, using: &random) }, at: start)
        case 1: file.removeSubrange(run)
        case 2: file.insert(contentsOf: file[run], at: start)
        case 3: for index in run { file[index] = [0, 1, 0x7f, 0x80, 0xff].randomElement(using: &random) ?? 0 }
        case 4: for index in run.prefix(1) { file[index] ^= 1 << UInt8.random(in: 0...7, using: &random) }
        default: for index in run.prefix(1) { file[index] = UInt8.random(in: 0...255, using: &random) }
        }
    }
}
