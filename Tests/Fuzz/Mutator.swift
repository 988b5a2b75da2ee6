import FileTestSupport

/// Makes damaged inputs out of good ones: the same ones for the same seed.
struct Mutator {
    private var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    /// A number in 0..<bound.
    mutating func number(below bound: Int) -> Int { Int.random(in: 0..<max(bound, 1), using: &random) }

    /// One of the elements.
    mutating func choice<Element>(_ elements: [Element]) -> Element { elements[number(below: elements.count)] }

    /// Bytes changed, inserted, removed, doubled, exchanged, cut off, made extreme, or taken from another input.
    mutating func mutate(_ bytes: inout [UInt8], others: [[UInt8]] = []) {
        for _ in 0...number(below: 4) { mutateOnce(&bytes, others) }
    }

    private mutating func mutateOnce(_ bytes: inout [UInt8], _ others: [[UInt8]]) {
        let start = number(below: bytes.count + 1)
        let run = start..<min(bytes.count, start + 1 + number(below: 8))
        switch number(below: 10) {
        case 0: bytes.insert(contentsOf: (0...number(below: 8)).map { _ in UInt8(number(below: 256)) }, at: start)
        case 1: bytes.removeSubrange(run)
        case 2: bytes.insert(contentsOf: bytes[run], at: number(below: bytes.count + 1))
        case 3: for index in run { bytes[index] = choice([0, 1, 0x7f, 0x80, 0xff]) }
        case 4: if let index = run.first { bytes[index] ^= 1 << UInt8(number(below: 8)) }
        case 5: if let index = run.first { bytes[index] = UInt8(number(below: 256)) }
        case 6: if number(below: 4) == 0 { bytes.removeSubrange(start...) }
        case 7:
            // A number of four or eight bytes becomes one that overflows something.
            let width = choice([2, 4, 8])
            guard start + width <= bytes.count else { return }
            let value = Self.extremes[number(below: Self.extremes.count)]
            for index in 0..<width { bytes[start + index] = UInt8(truncatingIfNeeded: value >> (8 * UInt64(index))) }
        case 8:
            guard !others.isEmpty else { return }
            let other = choice(others)
            let from = number(below: other.count + 1)
            bytes.replaceSubrange(run, with: other[from..<min(other.count, from + 1 + number(below: 64))])
        default:
            guard let first = run.first else { return }
            bytes.swapAt(first, number(below: bytes.count))
        }
    }

    /// Numbers at which arithmetic goes wrong.
    static let extremes: [UInt64] = [
        0, 1, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0x1_0000_0000,
        1 << 47, 1 << 48, 1 << 62, .max >> 1, 1 << 63, .max - 1, .max,
    ]
}

extension Mutator {
    /// Damages a message in protocol buffers' wire format by its structure: fields are left out, doubled, exchanged, given
    /// other numbers, types and values, and nested messages are damaged in turn; lengths stay right.
    mutating func mutateMessage(_ bytes: inout [UInt8], others: [[UInt8]], depth: Int = 0) {
        guard depth < 12, number(below: 8) > 0, var fields = WireField.fields(of: bytes), !fields.isEmpty else {
            mutate(&bytes, others: others)
            return
        }
        for _ in 0...number(below: depth == 0 ? 3 : 1) {
            guard !fields.isEmpty else { break }
            let index = number(below: fields.count)
            switch number(below: 10) {
            case 0: fields.remove(at: index)
            case 1: fields.insert(fields[index], at: number(below: fields.count + 1))
            case 2: fields.swapAt(index, number(below: fields.count))
            case 3: fields[index].number = UInt64(1 + number(below: choice([8, 24, 1 << 20])))
            default: mutateValue(&fields[index].value, others, depth)
            }
        }
        bytes = fields.flatMap(\.encoded)
    }

    private mutating func mutateValue(_ value: inout WireField.Value, _ others: [[UInt8]], _ depth: Int) {
        switch value {
        case .varint(let number):
            let isSmallStep = self.number(below: 2) == 0
            value = .varint(isSmallStep ? number &+ UInt64(self.number(below: 3)) &- 1 : choice(Self.extremes))
        case .fixed(var bytes):
            mutate(&bytes)
            value = .fixed(Array((bytes + [UInt8](repeating: 0, count: 8)).prefix(bytes.count > 4 ? 8 : 4)))
        case .bytes(var bytes):
            if number(below: 12) == 0 {
                value = .varint(choice(Self.extremes))
                return
            }
            mutateMessage(&bytes, others: others, depth: depth + 1)
            value = .bytes(bytes)
        }
    }
}

/// A field of a message as it is stored.
struct WireField {
    /// What a field can hold.
    enum Value {
        case varint(UInt64)
        /// Four or eight bytes.
        case fixed([UInt8])
        case bytes([UInt8])
    }

    var number: UInt64
    var value: Value

    /// The fields of a message; `nil` where the bytes are none.
    static func fields(of bytes: [UInt8]) -> [WireField]? {
        var fields: [WireField] = []
        var offset = 0
        func varint() -> UInt64? {
            var (value, shift) = (UInt64(0), UInt64(0))
            while offset < bytes.count, shift < 64 {
                let byte = bytes[offset]
                offset += 1
                value |= UInt64(byte & 0x7f) << shift
                if byte < 0x80 { return value }
                shift += 7
            }
            return nil
        }
        func run(_ count: UInt64) -> [UInt8]? {
            guard count <= UInt64(bytes.count - offset) else { return nil }
            defer { offset += Int(count) }
            return Array(bytes[offset..<offset + Int(count)])
        }
        while offset < bytes.count {
            guard let key = varint(), key >> 3 > 0 else { return nil }
            let value: Value? =
                switch key & 7 {
                case 0: varint().map(Value.varint)
                case 1: run(8).map(Value.fixed)
                case 2: varint().flatMap(run).map(Value.bytes)
                case 5: run(4).map(Value.fixed)
                default: nil
                }
            guard let value else { return nil }
            fields.append(WireField(number: key >> 3, value: value))
        }
        return fields
    }

    /// The field as it is stored.
    var encoded: [UInt8] {
        switch value {
        case .varint(let value): Self.varint(number << 3) + Self.varint(value)
        case .fixed(let bytes): Self.varint(number << 3 | (bytes.count == 8 ? 1 : 5)) + bytes
        case .bytes(let bytes): Self.varint(number << 3 | 2) + Self.varint(UInt64(bytes.count)) + bytes
        }
    }

    private static func varint(_ value: UInt64) -> [UInt8] {
        var (value, bytes) = (value, [UInt8]())
        while value >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        return bytes + [UInt8(value)]
    }
}
