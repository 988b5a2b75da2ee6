import FileTestSupport
import Foundation
import Testing

@testable import AdjointFormats

@Suite("Feature files")
struct FeatureFileTests {
    private func header(rows: Int64 = 5, dimensions: [Int64] = [3], perRecord: Int64 = 2) -> FeatureHeader {
        var header = FeatureHeader()
        header.tensor = "hidden2/Relu:0"
        header.dtype = .float32
        header.rowDimensions = dimensions
        header.rowCount = rows
        header.rowsPerRecord = perRecord
        header.weights = [FeatureHeader.Part(name: "hidden1/kernel", digest: [1, 2, 3])]
        return header
    }

    private func bytes(_ record: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(record * 100 + $0) } }

    private func fill(_ file: FeatureFile) throws {
        for record in file.missingRecords {
            try bytes(record, file.rows(of: record).count * 12).withUnsafeBytes { try file.write(record, $0) }
        }
    }

    @Test("rows stand one after the other, and are found again")
    func contents() throws {
        try withTemporaryDirectory { path in
            let directory = try FeatureDirectory(path + "/a/b")
            let expected = bytes(0, 24) + bytes(1, 24) + bytes(2, 12)
            do {
                let file = try FeatureFile("x.features", in: directory, header: header())
                #expect(!file.isFound && file.missingRecords == [0, 1, 2] && file.rows(of: 2) == 4..<5)
                try fill(file)
                #expect(try Array(file.finish()) == expected)
            }
            let file = try FeatureFile("x.features", in: directory, header: header())
            #expect(file.isFound && file.missingRecords.isEmpty && file.damagedCount == 0)
            #expect(try Array(file.finish()) == expected)
            #expect(directory.header(of: "x.features") == header())
            #expect(try directory.names() == ["x.features"])
        }
    }

    @Test("what was written before an interruption is there; other rows under the same name begin anew")
    func resumption() throws {
        try withTemporaryDirectory { path in
            let directory = try FeatureDirectory(path)
            do {
                let file = try FeatureFile("x.features", in: directory, header: header())
                try bytes(1, 24).withUnsafeBytes { try file.write(1, $0) }
            }
            do {
                let file = try FeatureFile("x.features", in: directory, header: header())
                #expect(file.isFound && file.missingRecords == [0, 2])
            }
            let other = try FeatureFile("x.features", in: directory, header: header(rows: 6))
            #expect(!other.isFound && other.missingRecords == [0, 1, 2])
        }
    }

    @Test("sizes beyond all files throw", arguments: [[1 << 40, 1 << 40], [1 << 61], [Int64.max]])
    func hugeSizes(dimensions: [Int64]) throws {
        try withTemporaryDirectory { path in
            let directory = try FeatureDirectory(path)
            let error = #expect(throws: FormatError.self) {
                try FeatureFile("x.features", in: directory, header: header(rows: 1 << 40, dimensions: dimensions))
            }
            #expect(error?.kind == .limitExceeded)
            #expect(try directory.names().isEmpty)
        }
    }

    @Test("a damaged front gives no header, whatever the damage")
    func damagedHeaders() throws {
        try withTemporaryDirectory { path in
            let directory = try FeatureDirectory(path)
            try fill(FeatureFile("x.features", in: directory, header: header()))
            let intact = try Data(contentsOf: URL(fileURLWithPath: directory.path(of: "x.features")))
            let frontCount = 16 + header().serialized().count
            for place in 0..<frontCount {
                for bit in 0..<8 {
                    var damaged = intact
                    damaged[place] ^= 1 << bit
                    try damaged.write(to: URL(fileURLWithPath: directory.path(of: "y.features")))
                    #expect(directory.header(of: "y.features") == nil)
                }
            }
            for count in 0..<frontCount {
                try intact.prefix(count).write(to: URL(fileURLWithPath: directory.path(of: "y.features")))
                #expect(directory.header(of: "y.features") == nil)
            }
            #expect(directory.header(of: "nothing.features") == nil)
        }
    }

    @Test("a locked file is neither removed nor given up for another, and another opener waits")
    func locks() throws {
        try withTemporaryDirectory { path in
            let directory = try FeatureDirectory(path, byteLimit: 12_000)
            let file = try FeatureFile("x.features", in: directory, header: header(rows: 500))
            try directory.remove("x.features")
            #expect(try directory.names() == ["x.features"])
            let error = #expect(throws: FeatureDirectoryFull.self) {
                try FeatureFile("y.features", in: directory, header: header(rows: 500))
            }
            #expect(error?.byteCountInUse == file.byteCount)
            #expect(try directory.names() == ["x.features"])
            let mapping = try file.finishPartly()
            #expect(mapping.count > 0)
        }
    }

    @Test("the lock ends with the object, though its bytes stay mapped")
    func lockOfMappedFile() throws {
        try withTemporaryDirectory { path in
            let directory = try FeatureDirectory(path)
            func filled() throws -> Bytes {
                let file = try FeatureFile("x.features", in: directory, header: header())
                try fill(file)
                return try file.finish()
            }
            let first = try filled()
            #expect(try filled() == first)
            try directory.remove("x.features")
            #expect(try directory.names().isEmpty && first.count == 60)
        }
    }
}

extension FeatureFile {
    /// Fills what is missing with zeros and maps it.
    fileprivate func finishPartly() throws -> Bytes {
        for record in missingRecords {
            try [UInt8](repeating: 0, count: rows(of: record).count * 12).withUnsafeBytes { try write(record, $0) }
        }
        return try finish()
    }
}
