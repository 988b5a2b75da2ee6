import AdjointFormats
import FileTestSupport
import Testing

@Suite("Event files")
struct EventFileTests {
    @Test("TensorFlow's are read, and written again byte for byte")
    func golden() throws {
        let events = try EventFile.read(contentsOf: Fixture.path("events/events.tfevents"))
        #expect(events.count == 2)
        #expect(events[0].fileVersion == "brain.Event:2")
        #expect(events[1].step == 7)
        #expect(events[1].summary?.values.map(\.tag) == ["loss", "weights"])
        #expect(events[1].summary?.values[0].simpleValue == 0.25)
        #expect(events[1].summary?.values[1].histogram?.buckets == [1, 2])

        let fileSystem = SimulatedFileSystem()
        let writer = try EventFile.Writer(path: "out", wallTime: 1.5e9, fileSystem: fileSystem)
        writer.append(events[1])
        try writer.close()
        #expect(try fileSystem.read("out") == Bytes(try Fixture.bytes("events/events.tfevents")))
    }

    @Test("throw where they are cut within a record, unless they are still growing")
    func truncation() throws {
        let file = try Fixture.bytes("events/events.tfevents")
        let boundaries = [0, 40, file.count]
        for length in 0...file.count {
            let part = Bytes(file[..<length])
            let growing = try Records.decode(part, isGrowing: true)
            #expect(growing.count == (length == file.count ? 2 : length >= 40 ? 1 : 0))
            if boundaries.contains(length) {
                #expect(try Records.decode(part).count == growing.count)
            } else {
                #expect(throws: FormatError.self) { try Records.decode(part) }
            }
        }
    }

    @Test("detect every flipped bit, and never trap on mutated files")
    func damage() throws {
        let file = try Fixture.bytes("events/events.tfevents")
        try Damage.expectBitFlipsAreDetectedOrHarmless(file) { try Records.decode($0) }
        try Damage.expectMutantsOnlyThrow([file], count: 1000) { _ = try Records.decode($0) }
    }

    @Test("are named so that TensorBoard finds them, in the order of time")
    func name() {
        #expect(
            EventFile.name(secondsSince1970: 1_500_000_000, hostName: "host") == "events.out.tfevents.1500000000.host")
        #expect(
            EventFile.name(secondsSince1970: 7, hostName: "h", suffix: ".v2") == "events.out.tfevents.0000000007.h.v2")
    }
}
