/// A file or message whose bytes are not what its format demands.
///
/// Readers throw it for every malformed input; they never trap, and never allocate more than a constant times the
/// size of their input.
public struct FormatError: Error, Hashable, Sendable {
    /// What kind of fault it is.
    public enum Kind: String, Hashable, Sendable {
        /// The data ends before the format says it should.
        case truncated
        /// The first bytes are not this format's.
        case badMagic
        /// A stored checksum differs from the data's.
        case checksumMismatch
        /// A field has a value that the format does not allow, or that contradicts another field.
        case malformed
        /// The data is well formed, but uses a part of the format that is not implemented.
        case unsupported
        /// The data is larger, or nested deeper, than the reader was told to accept.
        case limitExceeded
        /// A name that was asked for is not in the file.
        case notFound
    }

    /// What kind of fault it is.
    public var kind: Kind
    /// The format's name, such as `gzip`.
    public var format: String
    /// One sentence that says what is wrong.
    public var detail: String
    /// Where in the data the fault is, in bytes, where that is known.
    public var offset: Int?
    /// The file's path, where the data came from a file.
    public var path: String?

    /// Makes an error.
    public init(_ kind: Kind, format: String, _ detail: String, offset: Int? = nil, path: String? = nil) {
        self.kind = kind
        self.format = format
        self.detail = detail
        self.offset = offset
        self.path = path
    }

    /// Runs `body`, and adds `path` to a format error that comes out of it without one.
    static func inFile<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch var error as FormatError where error.path == nil {
            error.path = path
            throw error
        }
    }
}

extension FormatError: CustomStringConvertible {
    /// `PATH: FORMAT: DETAIL (at byte OFFSET)`.
    public var description: String {
        (path.map { "\($0): " } ?? "") + "\(format): \(detail)" + (offset.map { " (at byte \($0))" } ?? "")
    }
}
