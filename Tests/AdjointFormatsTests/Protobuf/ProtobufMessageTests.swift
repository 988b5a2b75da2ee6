import AdjointFormats
import Testing

@Suite("Protocol-buffer messages")
struct ProtobufMessageTests {
    @Test("TensorFlow's messages are written again byte for byte, every field known by its name")
    func goldens() throws {
        let goldens = try MessageGolden.all()
        #expect(goldens.count > 40)
        for golden in goldens {
            let message = try golden.type.init(serialized: Bytes(golden.wire))
            #expect(message.serialized() == golden.wire, "\(golden.type)")
            #expect(message.textFormat == golden.text, "\(golden.type)")
            let fromText = try golden.type.init(textFormat: Bytes(golden.text.utf8))
            #expect(fromText.serialized() == golden.wire, "\(golden.type) from text")
        }
    }

    @Test("text has messages in either brackets, lists, comments, and no field that the message lacks")
    func text() throws {
        let text = "node < name: 'a' op: \"No\" 'Op' > # comment\nnode: { name: \"b\"; input: ['^a', 'c:1'] }"
        let graph = try GraphDef(textFormat: Bytes(text.utf8))
        #expect(graph.nodes.map(\.name) == ["a", "b"])
        #expect(graph.nodes[0].op == "NoOp")
        #expect(graph.nodes[1].inputs == ["^a", "c:1"])
        let wrong = [
            "nodes { }", "node { name: 3 }", "node { name: \"a\"", "node }", "node { name \"a\" }", "version: much",
            String(repeating: "node {", count: 500),
        ]
        for text in wrong {
            #expect(throws: FormatError.self, "\(text)") { try GraphDef(textFormat: Bytes(text.utf8)) }
        }
    }

    @Test("unknown fields of every wire type survive, after the known ones")
    func unknownFields() throws {
        for golden in try MessageGolden.all() {
            let unknown = bytes(hexadecimal: "f0ff7fff01" + "f1ff7f0102030405060708" + "f2ff7f0161" + "f5ff7f01020304")
            let message = try golden.type.init(serialized: Bytes(unknown + golden.wire))
            #expect(message.unknownFields.fields.count == 4, "\(golden.type)")
            #expect(message.serialized() == golden.wire + unknown, "\(golden.type)")
        }
    }

    @Test("a field of another wire type is kept as unknown")
    func unexpectedWireType() throws {
        let node = try NodeDef(serialized: Bytes(bytes(hexadecimal: "0805" + "120161")))
        #expect(node.name.isEmpty && node.op == "a")
        #expect(node.serialized() == bytes(hexadecimal: "120161" + "0805"))
    }

    @Test("groups are kept whole, however they nest")
    func groups() throws {
        let group = bytes(hexadecimal: "fb07" + "0801" + "1b" + "1201ff" + "1c" + "1d00000000" + "fc07")
        #expect(try VersionDef(serialized: Bytes(group)).serialized() == group)
        #expect(throws: FormatError.self) { try VersionDef(serialized: Bytes(group.dropLast(2) + [0xf4, 0x07])) }
        #expect(throws: FormatError.self) { try VersionDef(serialized: Bytes(group.dropLast(2))) }
        #expect(throws: FormatError.self) { try VersionDef(serialized: Bytes([UInt8](repeating: 0x0b, count: 5000))) }
    }

    @Test("repeated numbers are read packed and one by one")
    func packing() throws {
        let packed = try VersionDef(serialized: Bytes(bytes(hexadecimal: "1a03019601")))
        let single = try VersionDef(serialized: Bytes(bytes(hexadecimal: "1801" + "189601")))
        #expect(packed.badConsumers == [1, 150])
        #expect(single.badConsumers == [1, 150])
        #expect(single.serialized() == bytes(hexadecimal: "1a03019601"))
    }

    @Test("parts of one message merge: the last scalar counts, lists grow, the last member of a oneof wins")
    func merging() throws {
        var first = TensorProto()
        first.dtype = .float32
        first.floatValues = [1]
        var second = TensorProto()
        second.dtype = .float64
        second.floatValues = [2]
        let parts = AttrValue(.tensor(first)).serialized() + AttrValue(.tensor(second)).serialized()
        second.floatValues = [1, 2]
        #expect(try AttrValue(serialized: Bytes(parts)) == AttrValue(.tensor(second)))

        let replaced = AttrValue(.tensor(first)).serialized() + AttrValue(.int(5)).serialized()
        #expect(try AttrValue(serialized: Bytes(replaced)) == AttrValue(.int(5)))
    }

    @Test("defaults are not written, but members of a oneof are, and negative zero is no default")
    func defaults() throws {
        #expect(NodeDef().serialized() == [])
        #expect(AttrValue(.int(0)).serialized() == bytes(hexadecimal: "1800"))
        #expect(AttrValue(.bool(false)).serialized() == bytes(hexadecimal: "2800"))
        var histogram = HistogramProto()
        histogram.minimum = -0.0
        #expect(histogram.serialized() == bytes(hexadecimal: "090000000000000080"))
        var saver = SaverDef()
        saver.keepCheckpointEveryNHours = -0.0
        #expect(saver.serialized() == bytes(hexadecimal: "3500000080"))
    }

    @Test("messages nested up to the limit are read, and deeper ones refused")
    func depth() throws {
        // Each function in an attribute of a function adds three messages: the attribute, the function, the map entry.
        func nested(_ levels: Int) -> [UInt8] {
            (0..<levels).reduce(AttrValue(.int(1)).serialized()) { inner, _ in
                field(10, field(2, field(2, inner)))
            }
        }
        #expect(try AttrValue(serialized: Bytes(nested(33))).serialized() == nested(33))
        for levels in [34, 1000] {
            #expect { try AttrValue(serialized: Bytes(nested(levels))) } throws: {
                ($0 as? FormatError)?.kind == .limitExceeded
            }
        }
    }

    @Test("one message in many parts is read in linear time")
    func manyParts() throws {
        var list = AttrValue.ListValue()
        list.ints = [7]
        let part = AttrValue(.list(list)).serialized()
        let message = try AttrValue(serialized: Bytes((0..<20_000).flatMap { _ in part }))
        list.ints = [Int64](repeating: 7, count: 20_000)
        #expect(message == AttrValue(.list(list)))
    }

    @Test("messages cut at any byte throw or end at a field, and mutated ones never trap")
    func damage() throws {
        let goldens = try MessageGolden.all()
        for golden in goldens {
            for length in stride(from: 0, to: golden.wire.count, by: max(1, golden.wire.count / 60)) {
                do {
                    let part = try golden.type.init(serialized: Bytes(golden.wire[..<length]))
                    _ = part.serialized()
                } catch is FormatError {}
            }
        }
        for type in [MetaGraphDef.self, AttrValue.self, Event.self, BundleEntryProto.self] as [any ProtobufMessage.Type]
        {
            let files = goldens.filter { $0.type == type && $0.wire.count < 1500 }.map(\.wire)
            try Damage.expectMutantsOnlyThrow(files + [[]], count: 300) {
                let message = try type.init(serialized: $0)
                _ = message.textFormat
                #expect(try type.init(serialized: Bytes(message.serialized())).serialized() == message.serialized())
            }
        }
    }

    @Test(
        "numbers longer than 64 bits, field 0, and text that is no UTF-8 are refused",
        arguments: [
            "08ffffffffffffffffff02", "0880808080808080808080", "0001", "0a02ff", "0a01ff", "0f", "f8ffffff7f01", "06",
        ])
    func malformed(message: String) {
        #expect(throws: FormatError.self) { try NodeDef(serialized: Bytes(bytes(hexadecimal: message))) }
    }

    /// A field that holds `contents`, after its tag and length.
    private func field(_ number: UInt8, _ contents: [UInt8]) -> [UInt8] {
        let length =
            contents.count < 128
            ? [UInt8(contents.count)]
            : [
                UInt8(contents.count & 127) | 128, UInt8(contents.count >> 7),
            ]
        return [number << 3 | 2] + length + contents
    }
}
