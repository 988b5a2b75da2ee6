import AdjointCore
import Testing

@Suite struct AttributesTests {
    @Test func definitionsSurviveTheirAttributes() throws {
        for definition in [Pair(), Pair(weight: -3, swaps: true)] {
            var attributes = Attributes()
            definition.encodeAttributes(into: &attributes)
            #expect(try Pair.decoding(attributes) == definition)
        }
    }

    @Test func absentAttributesKeepTheirDefaults() throws {
        #expect(try Pair.decoding(["swap": .bool(true)]) == Pair(weight: 1, swaps: true))
    }

    @Test func missingAndMalformedAttributesAreErrors() {
        #expect(throws: OperationError.self) { try Source.decoding(["shape": .shape([2])]) }
        #expect(throws: OperationError.self) { try Pair.decoding(["weight": .string("five")]) }
    }

    @Test func entriesAreSortedAndReplaced() {
        var attributes: Attributes = ["b": .int(1), "a": .int(2), "b": .int(3)]
        #expect(attributes.entries.map(\.name) == ["a", "b"])
        #expect(attributes["b"] == .int(3))
        attributes["a"] = nil
        #expect(attributes.entries.map(\.name) == ["b"])
    }
}
