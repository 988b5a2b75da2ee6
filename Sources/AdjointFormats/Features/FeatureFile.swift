import AdjointKernels

/// Rows of numbers in a file that is filled record by record, locked while it is filled, and mapped afterwards.
///
/// Killed at any moment, the process leaves a file that the next one goes on with: a record counts once its checksum
/// stands in the table, and its bytes are written before. Opening compares every record with its checksum, so what a
/// crash of the machine or anything else has damaged counts as missing too.
public final class FeatureFile {
    private let file: LockedFile
    private let layout: FeatureLayout
    /// The records that must be written, in their order: those never written, and those whose bytes do not fit their
    /// checksum.
    public private(set) var missingRecords: [Int] = []
    /// How many of the missing records had been written, and are damaged.
    public private(set) var damagedCount = 0
    /// Whether the file held these rows, or some of them, when it was opened.
    public let isFound: Bool

    /// Opens the file of the given rows in a directory, and waits while another process or thread fills it.
    ///
    /// A file that is damaged at its front or holds other rows is begun anew.
    /// - Parameters:
    ///   - name: The name of the file.
    ///   - directory: Where files of features are, and nothing else that ends like them.
    /// - Throws: ``FileError``; ``FeatureDirectoryFull``; ``FormatError`` for rows beyond what files can hold.
    public init(_ name: String, in directory: FeatureDirectory, header: FeatureHeader) throws {
        layout = try FeatureLayout(header)
        file = try LockedFile(directory.path(of: name))
        let contents = try file.map()
        let layout = layout
        isFound =
            contents.count >= layout.dataOffset
            && contents[0..<layout.front.count].withUnsafeBytes { found in
                layout.front.withUnsafeBytes { found.elementsEqual($0) }
            }
        do {
            try directory.reserve(layout.byteCount, for: file)
        } catch {
            if !isFound { try? file.remove() }
            throw error
        }
        if !isFound { try begin() }
        if try file.size() != layout.byteCount { try file.resize(to: layout.byteCount) }
        try verify()
    }

    /// Writes what stands before the data, the header last: until it is there, the file counts as damaged. Nothing is cut
    /// off, since another process may have mapped the rows.
    private func begin() throws {
        let head = [UInt8](repeating: 0, count: FeatureLayout.prefixByteCount)
        try head.withUnsafeBytes { try file.write($0, at: 0) }
        let table = [UInt8](repeating: 0, count: layout.dataOffset - layout.tableOffset)
        try table.withUnsafeBytes { try file.write($0, at: layout.tableOffset) }
        try layout.front.withUnsafeBytes { try file.write($0, at: 0) }
    }

    private func verify() throws {
        let contents = try file.map()
        contents.withUnsafeBytes { bytes in
            for record in 0..<layout.recordCount {
                let entry = UInt64(
                    littleEndian: bytes.loadUnaligned(
                        fromByteOffset: layout.tableOffset + record * 8, as: UInt64.self))
                let data = UnsafeRawBufferPointer(rebasing: bytes[layout.place(of: record)])
                if entry != 0, entry == FeatureLayout.entry(for: data) { continue }
                missingRecords.append(record)
                if entry != 0 { damagedCount += 1 }
            }
        }
    }

    /// The number of records.
    public var recordCount: Int { layout.recordCount }

    /// The bytes of the whole file.
    public var byteCount: Int { layout.byteCount }

    /// The path.
    public var path: String { file.path }

    /// The rows of a record.
    public func rows(of record: Int) -> Range<Int> { layout.rows(of: record) }

    /// Writes a record. It stays, whatever happens to this process afterwards.
    ///
    /// - Throws: ``FileError``.
    /// - Precondition: the bytes are those of the record's rows.
    public func write(_ record: Int, _ bytes: UnsafeRawBufferPointer) throws {
        let place = layout.place(of: record)
        precondition(bytes.count == place.count, "\(bytes.count) bytes are not those of record \(record)")
        try file.write(bytes, at: place.lowerBound)
        let entry = FeatureLayout.bytes(FeatureLayout.entry(for: bytes))
        try entry.withUnsafeBytes { try file.write($0, at: layout.tableOffset + record * 8) }
        if let index = missingRecords.firstIndex(of: record) { missingRecords.remove(at: index) }
    }

    /// Throws everything away, as where the rows turn out not to be what the header says.
    public func discard() throws { try file.remove() }

    /// All rows, mapped, once the records are complete; the lock ends with this object.
    ///
    /// - Throws: ``FileError``.
    /// - Precondition: no record is missing.
    public func finish() throws -> Bytes {
        precondition(missingRecords.isEmpty, "\(missingRecords.count) records are missing")
        try file.synchronize()
        // What was used last is given up last.
        try file.touch()
        return try file.map()[layout.dataOffset..<layout.byteCount]
    }
}
