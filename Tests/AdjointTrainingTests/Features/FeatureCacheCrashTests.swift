import Adjoint
import FileTestSupport
import Foundation
import FrozenNetworks
import Testing

/// What is left of a cache after its process was killed, its file damaged, or two came at once.
@Suite("Feature cache: crashes, damage, concurrency")
struct FeatureCacheCrashTests {
    private let network = FrozenNetwork()
    private let images = FrozenNetwork.images

    private func cache(_ directory: String, byteLimit: Int? = nil) throws -> FeatureCache {
        try FeatureCache(
            of: network.hidden2, in: network.session(), directory: directory, byteLimit: byteLimit, batchSize: 4)
    }

    private func expectWhole(_ features: CachedFeatures) throws {
        #expect(features.rows == (try network.session().run(network.hidden2, feeding: [network.x: images])))
    }

    private func onlyFile(_ directory: String) throws -> URL {
        let names = try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasSuffix(".features") }
        #expect(names.count == 1)
        return URL(fileURLWithPath: directory).appendingPathComponent(try #require(names.first))
    }

    // MARK: Killed processes

    @Test("killed after any batch, a process leaves what the next goes on with", arguments: [1, 2, 9, 17])
    func killed(afterBatches count: Int) throws {
        try withTemporaryDirectory { directory in
            let child = try Child(directory)
            for _ in 0..<count { child.continue() }
            child.waitForBatches(count)
            child.kill()
            let features = try cache(directory).rows(of: images, fedTo: network.x)
            try expectWhole(features)
            #expect(features.lookup == .hit && features.damagedRecordCount == 0)
            // The child may have got one batch further than it has told.
            let expected = 70 - 4 * count
            #expect(features.computedRowCount <= expected && features.computedRowCount >= expected - 8)
        }
    }

    @Test("killed again and again at no particular moment, processes finish in the end")
    func killedInRounds() throws {
        try withTemporaryDirectory { directory in
            var left = 70
            for round in 0..<12 {
                let child = try Child(directory)
                for _ in 0..<3 { child.continue() }
                // From before the file is there to somewhere within the third batch.
                usleep(UInt32(round * 20_000))
                child.kill()
                let lookup = try cache(directory).lookup(of: images, fedTo: network.x)
                #expect(lookup == .hit || lookup == .miss)
            }
            let features = try cache(directory).rows(of: images, fedTo: network.x)
            left -= 70 - features.computedRowCount
            #expect(left >= 0 && features.damagedRecordCount == 0)
            try expectWhole(features)
        }
    }

    @Test("while one process fills the file, another waits, and then finds everything")
    func twoProcesses() throws {
        try withTemporaryDirectory { directory in
            let first = try Child(directory)
            first.continue()
            first.waitForBatches(1)
            let second = try Child(directory)
            for _ in 0..<20 { second.continue() }
            for _ in 0..<20 { first.continue() }
            #expect(first.output().split(separator: "\n").last == "miss 70")
            #expect(second.output().split(separator: "\n").last == "hit 0")
        }
    }

    @Test("threads of one process come to the same rows, which are computed once")
    func threads() async throws {
        try await withTemporaryDirectory { directory in
            let cache = try cache(directory)
            let (images, x) = (images, network.x)
            let results = try await withThrowingTaskGroup(of: CachedFeatures.self) { group in
                for _ in 0..<4 { group.addTask { try cache.rows(of: images, fedTo: x) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(results.map(\.computedRowCount).reduce(0, +) == 70)
            for result in results { try expectWhole(result) }
        }
    }

    // MARK: Damaged files

    @Test("a flipped bit anywhere costs at most its record, and is never handed out")
    func flippedBits() throws {
        try withTemporaryDirectory { directory in
            _ = try cache(directory).rows(of: images, fedTo: network.x)
            let file = try onlyFile(directory)
            let intact = try Data(contentsOf: file)
            var numbers = SystemRandomNumberGenerator()
            let dataStart = intact.count - 70 * 8 * 4
            let places = [0, 9, 13, 40, dataStart - 1, dataStart, intact.count - 1]
            for place in places + (0..<20).map({ _ in Int.random(in: 0..<intact.count, using: &numbers) }) {
                var damaged = intact
                damaged[place] ^= 1 << UInt8.random(in: 0..<8, using: &numbers)
                try damaged.write(to: file)
                let features = try cache(directory).rows(of: images, fedTo: network.x)
                try expectWhole(features)
                if place >= dataStart {
                    #expect(features.damagedRecordCount == 1 && features.computedRowCount <= 4, "byte \(place)")
                }
                // Between the table and the rows there is nothing, so nothing that could be damaged.
                if features.computedRowCount > 0 { #expect(try Data(contentsOf: file) == intact) }
            }
        }
    }

    @Test("a file cut off anywhere, or lengthened, is made whole again")
    func truncation() throws {
        try withTemporaryDirectory { directory in
            _ = try cache(directory).rows(of: images, fedTo: network.x)
            let file = try onlyFile(directory)
            let intact = try Data(contentsOf: file)
            for count in [0, 7, 15, 100, 1000, intact.count / 2, intact.count - 1, intact.count - 5000] {
                try intact.prefix(max(0, count)).write(to: file)
                try expectWhole(try cache(directory).rows(of: images, fedTo: network.x))
                #expect(try Data(contentsOf: file) == intact)
            }
            try (intact + intact).write(to: file)
            let features = try cache(directory).rows(of: images, fedTo: network.x)
            try expectWhole(features)
            #expect(features.computedRowCount == 0)
            #expect(try Data(contentsOf: file) == intact)
        }
    }

    @Test("foreign files in the directory are left alone, damaged ones of the same name replaced")
    func foreignFiles() throws {
        try withTemporaryDirectory { directory in
            let other = URL(fileURLWithPath: directory).appendingPathComponent("hidden2-Elu-0-0.features")
            try Data("something else".utf8).write(to: other)
            let features = try cache(directory).rows(of: images, fedTo: network.x)
            #expect(features.lookup == .miss)
            try Data("something else".utf8).write(to: URL(fileURLWithPath: features.path))
            let again = try cache(directory).rows(of: images, fedTo: network.x)
            #expect(again.lookup == .miss)
            try expectWhole(again)
            #expect(try Data(contentsOf: other) == Data("something else".utf8))
        }
    }

    // MARK: The limit

    @Test("under a limit, the files used longest ago give way; what does not fit at all throws and leaves nothing")
    func byteLimit() throws {
        try withTemporaryDirectory { directory in
            let first = try cache(directory).rows(of: images, fedTo: network.x)
            let size = try Data(contentsOf: URL(fileURLWithPath: first.path)).count
            func rows(_ factor: Float, limit: Int) throws -> CachedFeatures {
                let moved = NDArray(
                    try images.scalars(as: Float.self).map { $0 * factor }, dimensions: images.dimensions)
                return try cache(directory, byteLimit: limit).rows(of: moved, fedTo: network.x)
            }
            let second = try rows(2, limit: 2 * size)
            usleep(20_000)
            // Used once more, the first is the younger one.
            #expect(try rows(1, limit: 2 * size).lookup == .hit)
            let third = try rows(3, limit: 2 * size)
            let paths = [first, second, third].map { FileManager.default.fileExists(atPath: $0.path) }
            #expect(paths == [true, false, true])
            // What is mapped stays readable after its file is gone.
            #expect(second.rows.count == 70 * 8)

            let error = #expect(throws: FeatureDirectoryFull.self) { try rows(4, limit: size - 1) }
            #expect(error?.byteLimit == size - 1 && error?.byteCount == size)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: directory).count { $0.hasSuffix(".features") } == 2)
        }
    }
}

/// A process that fills a cache and waits for a word after every batch.
private final class Child {
    private let process = Process()
    private let input = Pipe()
    private let pipe = Pipe()

    init(_ directory: String) throws {
        process.executableURL = Self.products.appendingPathComponent("feature-cache-process")
        process.arguments = [directory]
        process.standardInput = input
        process.standardOutput = pipe
        try process.run()
    }

    /// Lets it compute one more batch.
    func `continue`() { input.fileHandleForWriting.write(Data("\n".utf8)) }

    /// Waits until it has told of that many batches.
    func waitForBatches(_ count: Int) {
        var lines = 0
        while lines < count, let byte = try? pipe.fileHandleForReading.read(upToCount: 1), !byte.isEmpty {
            if byte[byte.startIndex] == 10 { lines += 1 }
        }
    }

    /// Ends it without warning.
    func kill() {
        #if canImport(Darwin)
            _ = Darwin.kill(process.processIdentifier, SIGKILL)
        #else
            _ = Glibc.kill(process.processIdentifier, SIGKILL)
        #endif
        process.waitUntilExit()
    }

    /// What it has printed, at its end.
    func output() -> String {
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    /// Where the build puts programs, which is where the tests are.
    private static var products: URL {
        #if os(macOS)
            for bundle in Bundle.allBundles where bundle.bundlePath.hasSuffix(".xctest") {
                return bundle.bundleURL.deletingLastPathComponent()
            }
        #endif
        return Bundle.main.bundleURL
    }
}
