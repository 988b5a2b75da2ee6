import AdjointFormats
import FileTestSupport
import Testing

@Suite("Tensor bundle writer")
struct TensorBundleWriterTests {
    @Test("writes the very bytes that TensorFlow writes", arguments: ["bundle", "small"])
    func bytesOfTensorFlow(name: String) throws {
        let golden = try CheckpointGolden(name)
        let fileSystem = SimulatedFileSystem()
        var writer = try TensorBundleWriter(prefix: "out", fileSystem: fileSystem)
        for tensor in golden.tensors {
            if tensor.dtype == "DT_STRING" {
                try writer.add(tensor.name, shape: tensor.shape, strings: tensor.strings.map { Bytes($0) })
            } else {
                let dtype = DataType(rawValue: DataType.names.first { $0.value == tensor.dtype }!.key)
                try tensor.bytes.withUnsafeBytes {
                    try writer.add(tensor.name, dtype: dtype, shape: tensor.shape, bytes: $0)
                }
            }
        }
        try writer.finish()
        #expect(fileSystem.paths == ["out.data-00000-of-00001", "out.index"])
        for file in ["index", "data-00000-of-00001"] {
            #expect(try Array(fileSystem.read("out.\(file)")) == Fixture.bytes("checkpoint/\(name).\(file)"))
        }
    }

    @Test("gives back tensors of every size, also when a table has many blocks")
    func roundTrip() throws {
        let fileSystem = SimulatedFileSystem()
        try save([7], to: fileSystem, count: 2000)
        let reader = try TensorBundleReader(prefix: "dir/model", fileSystem: fileSystem)
        #expect(reader.tensors.count == 2001)
        for tensor in reader.tensors.prefix(30) { #expect(try reader.bytes(of: tensor.name).first == 7) }
    }

    @Test("removes what it began when it is given up")
    func abandoned() throws {
        let fileSystem = SimulatedFileSystem()
        do {
            var writer = try TensorBundleWriter(prefix: "dir/model", fileSystem: fileSystem)
            try writer.add("t", shape: [1], strings: [Bytes([97])])
        }
        #expect(fileSystem.paths.isEmpty)
    }

    @Test("leaves the usual names, however often it saves")
    func names() throws {
        let fileSystem = SimulatedFileSystem()
        for value: UInt8 in 1...3 {
            try save([value], to: fileSystem)
            #expect(fileSystem.paths == ["dir/model.data-00000-of-00001", "dir/model.index"])
            #expect(try savedValue(in: fileSystem) == value)
        }
    }

    @Test(
        "a crash at any operation, of the program or the machine, leaves the old checkpoint or the new one, whole",
        arguments: [0, 1, 2])
    func crashes(savesBefore: Int) throws {
        let operations = try operationCount(savesBefore: savesBefore)
        #expect(operations > 8)
        for operation in 0...operations {
            let fileSystem = try saved(times: savesBefore)
            fileSystem.fail(at: operation, .crash)
            let finished = (try? save([100], to: fileSystem)) != nil
            #expect(finished || operation < operations)
            for disk in [fileSystem.afterKill()] + (0..<20).map({ fileSystem.afterPowerFailure(seed: $0) }) {
                let value = try savedValue(in: disk)
                #expect(value == 100 || (value == savesBefore && !finished), "operation \(operation)")
                // And the next save works, whatever the crash left.
                try save([101], to: disk)
                #expect(try savedValue(in: disk) == 101)
                #expect(disk.paths.contains("dir/model.data-00000-of-00001"))
            }
        }
    }

    @Test("an operation that fails leaves the old checkpoint or the new one, whole, and no temporary file")
    func fullDisk() throws {
        for operation in 0..<(try operationCount(savesBefore: 1)) {
            let fileSystem = try saved(times: 1)
            fileSystem.fail(at: operation, .once)
            let finished = (try? save([100], to: fileSystem)) != nil
            let value = try savedValue(in: fileSystem)
            #expect(value == 100 || (value == 1 && !finished), "operation \(operation)")
            #expect(fileSystem.paths.allSatisfy { !$0.hasSuffix(".tempstate") }, "operation \(operation)")
        }
    }

    @Test("takes the place of a checkpoint that cannot be read")
    func damagedPredecessor() throws {
        let fileSystem = SimulatedFileSystem()
        try fileSystem.create("dir/model.index").write([1, 2, 3])
        try save([5], to: fileSystem)
        #expect(try savedValue(in: fileSystem) == 5)
    }

    // A checkpoint whose tensors all hold one value.

    private func save(_ value: [UInt8], to fileSystem: SimulatedFileSystem, count: Int = 3) throws {
        var writer = try TensorBundleWriter(prefix: "dir/model", fileSystem: fileSystem)
        for index in 0..<count {
            let bytes = [UInt8](repeating: value[0], count: 1 + index % 7)
            try bytes.withUnsafeBytes {
                try writer.add("tensor\(index)/with/a/name", dtype: .uint8, shape: [bytes.count], bytes: $0)
            }
        }
        try value.withUnsafeBytes { try writer.add("value", dtype: .uint8, shape: [], bytes: $0) }
        try writer.finish()
    }

    private func saved(times: Int) throws -> SimulatedFileSystem {
        let fileSystem = SimulatedFileSystem()
        for value in 0..<times { try save([UInt8(value + 1)], to: fileSystem) }
        return fileSystem
    }

    private func operationCount(savesBefore: Int) throws -> Int {
        let fileSystem = try saved(times: savesBefore)
        let before = fileSystem.operationCount
        try save([100], to: fileSystem)
        return fileSystem.operationCount - before
    }

    /// The value that all tensors hold, 0 where there is no checkpoint.
    private func savedValue(in fileSystem: SimulatedFileSystem) throws -> UInt8 {
        let reader: TensorBundleReader
        do {
            reader = try TensorBundleReader(prefix: "dir/model", fileSystem: fileSystem)
        } catch let error as FileError where error.isMissing {
            return 0
        }
        let values = Set(try reader.tensors.flatMap { Array(try reader.bytes(of: $0.name)) })
        #expect(values.count == 1)
        return values.first ?? 0
    }
}
