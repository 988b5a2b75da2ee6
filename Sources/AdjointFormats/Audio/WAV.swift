/// Sound files of 16-bit samples. Source: Microsoft's RIFF WAVE format.
public enum WAV {
    /// Sound as numbers in -1…1.
    public struct Sound: Sendable, Equatable {
        /// Samples per second.
        public var rate: UInt32
        /// Samples that belong to one moment.
        public var channels: Int
        /// `[frames, channels]`.
        public var samples: [Float]
    }

    /// The parts that may stand before the format of the sound.
    private static let skippedParts: Set<String> = [
        "JUNK", "bext", "iXML", "qlty", "mext", "levl", "link", "axml",
    ]

    /// The file of samples, each rounded to a multiple of 2⁻¹⁵ within -1…1. O(samples).
    ///
    /// - Precondition: the samples are whole frames of the channels, and file and numbers fit their fields.
    public static func encode(_ samples: [Float], channels: Int, rate: Int) -> [UInt8] {
        var file = Array("RIFF".utf8) + bytes(36 + samples.count * 2, 4) + Array("WAVEfmt ".utf8)
        file += bytes(16, 4) + bytes(1, 2) + bytes(channels, 2) + bytes(rate, 4) + bytes(rate * channels * 2, 4)
        file += bytes(channels * 2, 2) + bytes(16, 2) + Array("data".utf8) + bytes(samples.count * 2, 4)
        for sample in samples {
            let scaled = (sample * 32768).rounded(.toNearestOrAwayFromZero)
            file += bytes(scaled.isNaN ? 0 : Int(max(-32768, min(32767, scaled))), 2)
        }
        return file
    }

    private static func bytes(_ number: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    /// The sound in a file. O(size).
    ///
    /// - Throws: ``FormatError``: `badMagic`, `truncated`, `malformed`, or `unsupported` for other than 16 bits a sample.
    public static func decode(_ file: Bytes) throws -> Sound {
        var reader = ByteReader(file, format: "WAV")
        guard try reader.text() == "RIFF" else { throw mismatch("begin as sound files do", at: 0) }
        _ = try reader.littleEndian(UInt32.self)
        guard try reader.text() == "WAVE" else { throw mismatch("hold a sound", at: 8) }
        var part = try reader.text()
        while part != "fmt " {
            guard skippedParts.contains(part) else {
                throw FormatError(
                    .malformed, format: "WAV", "part '\(part)' stands before the format", offset: reader.offset)
            }
            _ = try reader.read(ByteReader.size(try reader.littleEndian(UInt32.self)))
            part = try reader.text()
        }
        let (channels, rate) = try format(&reader)
        let samples = try samples(&reader, channels: channels)
        return Sound(rate: rate, channels: channels, samples: samples)
    }

    private static func format(_ reader: inout ByteReader) throws -> (channels: Int, rate: UInt32) {
        let start = reader.offset
        let size = try reader.littleEndian(UInt32.self)
        let kind = try reader.littleEndian(UInt16.self)
        let channels = Int(try reader.littleEndian(UInt16.self))
        let rate = try reader.littleEndian(UInt32.self)
        let bytesPerSecond = try reader.littleEndian(UInt32.self)
        let bytesPerFrame = Int(try reader.littleEndian(UInt16.self))
        let bits = try reader.littleEndian(UInt16.self)
        guard size == 16 || size == 18, channels > 0, bytesPerFrame == 2 * channels || bits != 16,
            bytesPerSecond == rate &* UInt32(bytesPerFrame)
        else {
            throw FormatError(
                .malformed, format: "WAV",
                "a format of \(size) bytes states \(channels) channels, \(bytesPerFrame) bytes a frame, \(rate) frames and \(bytesPerSecond) bytes a second",
                offset: start)
        }
        guard kind == 1, bits == 16 else {
            throw FormatError(
                .unsupported, format: "WAV", "only samples of 16 bits are read, not kind \(kind) of \(bits) bits",
                offset: start)
        }
        if size == 18 { _ = try reader.read(2) }
        return (channels, rate)
    }

    private static func samples(_ reader: inout ByteReader, channels: Int) throws -> [Float] {
        var samples: [Float]?
        while reader.remaining > 0 {
            let start = reader.offset
            let part = try reader.text()
            let size = ByteReader.size(try reader.littleEndian(UInt32.self))
            guard part == "data" else {
                // The last part may be cut off: nothing of it is needed.
                _ = try reader.read(min(size, reader.remaining))
                continue
            }
            guard samples == nil else {
                throw FormatError(.malformed, format: "WAV", "the file holds two sounds", offset: start)
            }
            let content = try reader.read(size / (2 * channels) * (2 * channels))
            samples = content.withUnsafeBytes { bytes in
                (0..<bytes.count / 2).map { index in
                    let sample = Int16(littleEndian: bytes.loadUnaligned(fromByteOffset: 2 * index, as: Int16.self))
                    return Float(sample) / 32768
                }
            }
        }
        guard let samples else { throw FormatError(.truncated, format: "WAV", "the file holds no sound") }
        return samples
    }

    private static func mismatch(_ what: String, at offset: Int) -> FormatError {
        FormatError(.badMagic, format: "WAV", "the file does not \(what)", offset: offset)
    }
}

extension ByteReader {
    /// The next four bytes as text.
    fileprivate mutating func text() throws -> String { String(decoding: try read(4), as: UTF8.self) }
}
